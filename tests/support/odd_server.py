#!/usr/bin/env python3
"""A small HTTPS server that answers oddly on purpose, for trying what a client makes of it.

odd_server.py [--old] CERTIFICATE KEY [CLIENT-AUTHORITY]     prints its port, then serves until it is killed

What it does is in the path, wherever a segment is found in it:
  echo         200, what was sent as JSON: method, path, body, headers, connection number, subject of the client
  status-NNN   that status; with problem: a problem+json of code odd.problem
  text         200 and no JSON             deep         200 and JSON 100,000 levels deep
  huge         200 and 200 MB              header       200 and a header of 1 MB
  slow         nothing for 30 s            drip         a byte every 0.2 s for ever
  drop         closes after the request    short        says 1,000 bytes, sends 10 and closes
  elsewhere    302 to /echo
"""
import json
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CHUNK = b" " * (1 << 16)
HUGE = 200 << 20
connections = 0
lock = threading.Lock()


class Odd(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        global connections
        super().setup()
        with lock:
            connections += 1
            self.number = connections

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"{}", kind="application/json", headers=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        way = self.path
        if "slow" in way:
            time.sleep(30)
        if "drop" in way:
            self.close_connection = True
        elif "huge" in way:
            self.send_response(200)
            self.send_header("Content-Length", str(HUGE))
            self.end_headers()
            for _ in range(HUGE // len(CHUNK)):
                self.wfile.write(CHUNK)
        elif "drip" in way:
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            while True:
                self.wfile.write(b" ")
                time.sleep(0.2)
        elif "short" in way:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"0123456789")
            self.close_connection = True
        elif "header" in way:
            self.answer(200, headers=[("X-Long", "y" * 60000) for _ in range(20)])
        elif "elsewhere" in way:
            self.answer(302, headers=[("Location", "/echo")])
        elif "deep" in way:
            self.answer(200, b"[" * 100_000 + b"]" * 100_000)
        elif "text" in way:
            self.answer(200, b"<html>no</html>", "text/html")
        elif "status-" in way:
            status = int(way.split("status-")[1][:3])
            if status == 304 or status == 204:
                self.send_response(status)
                self.end_headers()
            elif "problem" in way:
                problem = {"type": "about:blank", "status": status, "code": "odd.problem", "title": "Odd"}
                self.answer(status, json.dumps(problem).encode(), "application/problem+json")
            else:
                self.answer(status, b"no", "text/plain")
        else:
            self.echo(body)

    def echo(self, body):
        peer = self.connection.getpeercert() or {}
        names = {key: value for part in peer.get("subject", ()) for key, value in part}
        said = {
            "method": self.command,
            "path": self.path,
            "body": body.decode("utf-8", "replace"),
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "connection": self.number,
            "client": names.get("commonName", ""),
            "tls": self.connection.version(),
        }
        self.answer(200, json.dumps(said).encode(), headers=[("ETag", '"abc"')])

    do_GET = do_POST = do_PUT = do_DELETE = handle_one


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # --old: a server that knows nothing newer than TLS 1.2.
    if "--old" in sys.argv:
        sys.argv.remove("--old")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    if len(sys.argv) > 3:
        context.load_verify_locations(sys.argv[3])
        context.verify_mode = ssl.CERT_REQUIRED
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.daemon_threads = True
    server.handle_error = lambda *_: None

    # The handshake belongs into the connection's own thread: one client that is turned away must not stop the others.
    finish = server.finish_request

    def finish_request(request, address):
        finish(context.wrap_socket(request, server_side=True), address)

    server.finish_request = finish_request
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
