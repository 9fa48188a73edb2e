/** `<copy-button data-target data-label>`: copies the field's value and says so. Absent without script. */
class CopyButton extends HTMLElement {
  connectedCallback(): void {
    if (this.firstChild !== null) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${this.dataset["label"] ?? ""}`);
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    button.addEventListener("click", () => this.copy(button, status));
    this.append(button, status);
  }

  /** Where the clipboard is refused the field is selected, so that the keyboard's own copy works. */
  private async copy(button: HTMLButtonElement, status: HTMLElement): Promise<void> {
    const field = document.getElementById(this.dataset["target"] ?? "");
    if (!(field instanceof HTMLTextAreaElement)) return;
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
    } catch {
      field.focus();
      field.select();
      button.textContent = "Press Ctrl+C";
    }
    status.textContent = button.textContent;
  }
}

customElements.define("copy-button", CopyButton);
