import Foundation
import LedgerTesting
import Testing

/// A server that answers as a node does, and in each folder of its address wrongs whoever asks in another way.
final class HostileNode: Sendable {
    private let server: TalkingChild
    private let url: String

    /// - Parameter home: where a chain lies in `ledger`, of a block or more.
    init(_ home: Home) async throws {
        try await home.laurel(["export", "ledger", "chain.laurel"]).done()
        for (name, words) in [
            ("status", ["status"]), ("block", ["block", "1"]), ("history", ["history", "github:al"]),
        ] {
            try home.write("\(name).json", try await home.laurel(words + ["--data", "ledger", "--json"]).done())
        }
        try home.write("hostile.py", Self.script)
        server = try TalkingChild("python3", ["hostile.py"], environment: home.environment(), folder: home.folder)
        let port = await aside { [server] in server.line() }
        url = "http://127.0.0.1:\(try #require(port))"
    }

    /// Its address where it wrongs in this way.
    func address(_ way: String) -> String { "\(url)/\(way)" }

    /// What it says next: the name of a way in which it has sent all that it will send for now.
    func said() async -> String? {
        await aside { [server] in server.line() }
    }

    private static let script = #"""
        import json, sys, time
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        archive = open("chain.laurel", "rb").read()
        genesis = 21 + int.from_bytes(archive[17:21], "little")
        status, block, history = (json.load(open(n + ".json")) for n in ("status", "block", "history"))
        junk = (1 << 20).to_bytes(4, "little") + b"\xff" * (1 << 20)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *_): pass
            def put(self, data): self.wfile.write(b"%x\r\n" % len(data) + data + b"\r\n"); self.wfile.flush()
            def begin(self, kind, code=200):
                self.send_response(code); self.send_header("content-type", kind)
                self.send_header("transfer-encoding", "chunked"); self.end_headers()
            def whole(self, value, code=200, kind="application/json"):
                self.begin(kind, code); self.put(json.dumps(value).encode()); self.wfile.write(b"0\r\n\r\n")
            def event(self, height): self.put(b"event: block\ndata: " + json.dumps(dict(block, height=height)).encode() + b"\n\n")
            def rest(self, way):
                print(way, flush=True); time.sleep(600)
            def do_GET(self):
                try: self.answer()
                except OSError: pass
            def answer(self):
                _, way, _, what = self.path.split("?")[0].split("/", 3)
                if way == "moved":
                    self.send_response(302); self.send_header("location", "http://127.0.0.1:1/")
                    self.send_header("content-length", "0"); self.end_headers(); return
                if what == "status":
                    if way != "statusendless": return self.whole(status)
                    self.begin("application/json")
                    while True: self.put(b" " * (1 << 20))
                if what == "archive": return self.send_archive(way)
                if what == "events": return self.send_events(way)
                if what.endswith("/history"): return self.send_history(way)
                self.whole({}, 404)
            def send_archive(self, way):
                if way == "busy":
                    return self.whole({"type": "urn:x", "title": "x", "status": 503, "detail": "two are being sent already"}, 503,
                                      "application/problem+json")
                self.begin("application/octet-stream")
                if way == "noarchive": self.put(b"<html>" * 100)
                elif way == "cut": self.put(archive[:-44]); self.close_connection = True; return
                elif way == "endless":
                    self.put(archive[:genesis])
                    while True: self.put(junk)
                elif way == "endlesslater":
                    self.put(archive[:-44])
                    while True: self.put(junk)
                elif way == "silent": self.put(archive[:-44]); self.rest(way)
                elif way == "ended": self.put(archive[:-44])
                else:
                    for i in range(0, len(archive), 100): self.put(archive[i:i + 100])
                self.wfile.write(b"0\r\n\r\n")
            def send_events(self, way):
                self.begin("text/event-stream")
                if way == "gap": self.event(1); self.event(3)
                if way == "back": self.event(2); self.event(1)
                if way == "jump": self.event(7)
                if way == "long":
                    self.put(b"data: ")
                    while True: self.put(b"x" * (1 << 20))
                if way == "leaves": self.event(1)
                if way == "silent": self.event(1); self.rest(way)
                self.wfile.write(b"0\r\n\r\n")
            def send_history(self, way):
                page = dict(history); entry = page["entries"][0]
                def entries(*numbers): page["entries"] = [dict(entry, number=n) for n in numbers]
                if way == "same": entries(9, 8); page["next"] = "8"
                if way == "up": entries(9, 8); page["next"] = "9"
                if way == "mixed": entries(8, 9); page["next"] = "9"
                if way == "empty": entries(); page["next"] = "8"
                if way == "many": entries(*range(2000, 0, -1)); page["next"] = "1"
                if way == "words": entries(9); page["next"] = "18446744073709551616"
                if way == "honest": page.pop("next", None)
                self.whole(page)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler); server.daemon_threads = True
        print(server.server_address[1], flush=True); server.serve_forever()
        """#
}
