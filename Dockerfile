# Stripes in one small container; README.md says how to build and run it.
# Both stages start from one base, pinned by its digest; .pins/README.md has the command that renews it.

FROM python:3.13-slim-trixie@sha256:bf44cdfcb76cd3b41e879bc058fc37ec5872002ccfde7fcb765e218cde0cd79c AS build
COPY .pins/requirements.txt /tmp/requirements.txt
# Ready-made wheels only, each checked against its hash: no package's own script runs here.
RUN python -m venv --without-pip /opt/stripes \
 && python -m pip --python /opt/stripes/bin/python install --no-cache-dir --no-compile --no-deps \
        --only-binary :all: --require-hashes --requirement /tmp/requirements.txt
COPY bot /app/bot
COPY knowledge /app/knowledge
# Whatever the umask where this is built: root owns every file, and any user may read it but not write.
RUN python -m compileall -q --invalidation-mode unchecked-hash /app/bot \
 && chmod -R u=rwX,go=rX /app /opt/stripes

FROM python:3.13-slim-trixie@sha256:bf44cdfcb76cd3b41e879bc058fc37ec5872002ccfde7fcb765e218cde0cd79c
# Nothing is installed in the running container, so what installs packages goes.
RUN rm -rf /usr/local/bin/pip* /usr/local/lib/python3.*/site-packages/pip* /usr/local/lib/python3.*/ensurepip
COPY --from=build /opt/stripes /opt/stripes
COPY --from=build /app /app
WORKDIR /app
# The base leaves Python's own modules uncompiled, and a read-only container would compile them at every start.
# This keeps, compiled, just what the bot loads, and proves that it loads.
RUN ["/opt/stripes/bin/python", "-c", "import bot.chat.process, bot.terminal.main"]
ENV PATH=/opt/stripes/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STRIPES_KNOWLEDGE=/app/knowledge
USER 10001:10001
STOPSIGNAL SIGTERM
# Asks the bot itself; three times in vain (Docker's own rule) is unhealthy, so within a minute and a half.
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
