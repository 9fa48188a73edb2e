# syntax=docker/dockerfile:1
# The service as an image: built in one stage, run in another that holds no compiler, no npm, no sources and
# no secret. It runs as an ordinary user. Pin BASE by digest where you build for production.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
# A build context has no .git: the commit /healthz shows comes from outside.
ARG SEALGRADE_COMMIT
RUN node scripts/build.mjs --quiet \
  && rm -r dist/spec \
  && npm prune --omit=dev --omit=optional

FROM ${BASE}
RUN apt-get update \
  && apt-get install -y --no-install-recommends bubblewrap ca-certificates git gocryptfs mount openssh-client util-linux \
  && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
  && groupadd --gid 10001 sealgrade \
  && useradd --uid 10001 --gid sealgrade --home-dir /var/lib/sealgrade --no-create-home --shell /usr/sbin/nologin sealgrade \
  && install -d -o sealgrade -g sealgrade -m 0700 /var/lib/sealgrade /var/lib/sealgrade-keys /var/lib/sealgrade-work
WORKDIR /opt/sealgrade
COPY --from=build /build/package.json /build/LICENSE ./
COPY --from=build /build/bin bin
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
ENV SEALGRADE_MODE=production \
    SEALGRADE_LISTEN_HOST=0.0.0.0 \
    SEALGRADE_DATA_FOLDER=/var/lib/sealgrade \
    SEALGRADE_KEY_STORE_FOLDER=/var/lib/sealgrade-keys \
    SEALGRADE_WORK_FOLDER=/var/lib/sealgrade-work \
    SEALGRADE_ROOT_KEY_FILE=/run/secrets/sealgrade-root-key
USER 10001:10001
EXPOSE 8443
VOLUME ["/var/lib/sealgrade", "/var/lib/sealgrade-keys"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED='0';fetch('https://127.0.0.1:8443/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["/opt/sealgrade/bin/sealgrade"]
CMD ["serve"]
