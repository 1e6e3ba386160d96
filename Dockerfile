# The agent's image, from what `npm run build` and `npm run image` put into dist/: nothing is downloaded and nothing is run
# here, so it builds for any architecture on any builder. Why so: docs/decisions/0013-the-image.md
#
# BASE: what Node.js needs of a system: glibc, libstdc++, libgcc and libatomic. `npm run image` makes it of Debian's packages.
ARG BASE=taskvitals-base
FROM ${BASE}
ARG TARGETARCH
ARG VERSION=
ARG REVISION=

# A layer of its own, which is the same until Node.js changes: what an instance pulled for one version serves the next.
COPY dist/image/${TARGETARCH}/node/ /
COPY dist/image/${TARGETARCH}/program/ /
# For a volume that keeps what waits for outputs: an empty one takes over the owner.
COPY --chown=65532:65532 dist/image/${TARGETARCH}/state/ /var/lib/taskvitals/

LABEL org.opencontainers.image.title="taskvitals" \
      org.opencontainers.image.description="Monitoring agent for Amazon ECS: every task and container, on Fargate and EC2" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

ENV PATH=/usr/bin
USER 65532:65532
WORKDIR /var/lib/taskvitals
EXPOSE 9546
STOPSIGNAL SIGTERM

# A small program of its own, without a shell. ECS takes no notice of it: a task definition says its own health check.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/usr/bin/node", "/opt/taskvitals/healthcheck.mjs"]

# The options of V8 are those in the first line of src/main.ts.
ENTRYPOINT ["/usr/bin/node", "--max-semi-space-size=2", "--v8-pool-size=1", "/opt/taskvitals/taskvitals.mjs"]
