/**
 * Scripts, styles and handlers that stand in the markup itself, which the content security policy forbids. Looks
 * at tags alone, with attribute values taken out: what stands in text or between quotes is no markup.
 */
export function inlineParts(html: string): readonly string[] {
  return (html.match(/<[a-z][^>]*>/gi) ?? []).filter((tag) => {
    const bare = tag.replaceAll(/"[^"]*"/g, '""');
    if (/^<style|\s(?:style|on[a-z]+)\s*=/i.test(bare)) return true;
    if (/^<script/i.test(bare)) return !/ src="\/assets\/[\w.-]+"/.test(tag);
    return /"\s*javascript:/i.test(tag);
  });
}
