#!/usr/bin/env python3
"""wires.py FOLDER -- a feed by ways of its own: packed with brotli, over TLS
with a certificate that nobody vouches for, and by a proxy.

Prints three ports: of HTTP, of HTTPS (FOLDER/key.pem, FOLDER/cert.pem), and
of an HTTP proxy, which itself answers for every host.
"""
import base64
import http.server
import os
import ssl
import sys
import threading

FEED = b"""<rss version='2.0'><channel><title>Tarn Herald</title><item>\
<title>A mill</title><guid isPermaLink='false'>m1</guid><description>The mill \
is to close in May, Ida Moor said on Tuesday.</description></item></channel>\
</rss>
"""
# The same bytes, by zlib.brotliCompressSync() of Node.js.
PACKED = base64.b64decode(
    "G9wAYByF6da4Lfav+6oqe81DFaTQXFuq11YeUbNc1vBgqIMfOPj3YbMYL58u5GpMJCRNsInM"
    "lKrm13S94elzk0bKRZIQmRk9ZV9W4WFAqPiTxovTQntrJcBACBXWMbx3GZaK6nlbDL1OLAWm"
    "CMeGLoFz9piBDk98E3MJHlX/gqsp6pyBhaz5jf8uB40AKXTgjEwO")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        packed = self.path == "/br" and \
            "br" in self.headers.get("Accept-Encoding", "")
        body = PACKED if packed else FEED
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        if packed:
            self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Proxy(Handler):
    def do_GET(self):
        if not self.path.startswith("http://"):
            self.send_error(400)  # it was not asked as a proxy is
        else:
            super().do_GET()


def serve(handler, context=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(sys.argv[1], "cert.pem"),
                            os.path.join(sys.argv[1], "key.pem"))
    print(serve(Handler), serve(Handler, context), serve(Proxy), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
