"""The local house: an AWS emulator and everything that AWS does between the emulator and our handlers.

`python -m infra.local` starts it all. The parts: `emulator` (tables, queues, keys, kept on disk), `stack` (creates what
`infra/template.yaml` says), `worker` (the app: `gateway` for HTTP, `sockets` for WebSockets, `queues`, `stream` and `clock`
for the wires), `mail` and `inbox` (an SMTP server, and a page to read what was sent), `console` (the built web console).
"""
