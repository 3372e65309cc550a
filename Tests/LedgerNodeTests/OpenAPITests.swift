import Foundation
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import Testing

@Suite struct OpenAPITests {
    private typealias Object = [String: Any]

    private func document() throws -> Object {
        try #require(try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? Object)
    }

    /// An operation with what its references stand for.
    private struct Operation {
        let method: String
        let path: String
        let parameters: [(name: String, place: String)]
        let answers: Set<String>
        let bodies: Set<String>
        let statuses: Set<String>
    }

    private func operations() throws -> [Operation] {
        let paths = try #require(try document()["paths"] as? [String: [String: Object]])
        return try paths.flatMap { path, methods in
            try methods.map { method, operation in
                let responses = try #require(operation["responses"] as? [String: Object])
                let good = responses.filter { $0.key.hasPrefix("2") }.values
                let body = operation["requestBody"] as? Object
                return Operation(
                    method: method.uppercased(), path: path,
                    parameters: try (operation["parameters"] as? [Object] ?? []).map {
                        (try #require($0["name"] as? String), try #require($0["in"] as? String))
                    }, answers: Set(good.flatMap { ($0["content"] as? Object ?? [:]).keys }),
                    bodies: Set((body?["content"] as? Object ?? [:]).keys), statuses: Set(responses.keys))
            }
        }
    }

    @Test func `The document is JSON, and all that it refers to is there`() throws {
        let components = try #require(try document()["components"] as? [String: Object])
        for kind in ["schemas", "responses"] {
            let there = try #require(components[kind]).keys
            let parts = OpenAPI.document.components(separatedBy: "\"#/components/\(kind)/").dropFirst()
            let names = Set(parts.map { String($0.prefix { $0 != "\"" }) })
            #expect(names.count > 5)
            #expect(names == Set(there), "\(kind)")
        }
    }

    @Test func `The document has exactly the endpoints that there are, with all that they take and give`() throws {
        let operations = try operations()
        let names = operations.map { "\($0.method) \($0.path)" }
        let expected = EndpointDescription.all.flatMap { endpoint in
            (endpoint.method == "GET" ? ["GET", "HEAD"] : [endpoint.method]).map { "\($0) \(endpoint.path)" }
        }
        #expect(names.sorted() == expected.sorted())
        for operation in operations {
            let name = "\(operation.method) \(operation.path)"
            let endpoint = try #require(
                EndpointDescription.all.first {
                    $0.path == operation.path && ($0.method == operation.method) == (operation.method != "HEAD")
                }, "\(name)")
            let query = operation.parameters.filter { $0.place == "query" }.map(\.name)
            #expect(Set(query) == endpoint.parameters, "\(name)")
            let inPath = operation.parameters.filter { $0.place == "path" }.map { "{\($0.name)}" }
            #expect(
                inPath == endpoint.path.split(separator: "/").map(String.init).filter { $0.hasPrefix("{") }, "\(name)")
            #expect(operation.answers == (operation.method == "HEAD" ? [] : Set(endpoint.answers)), "\(name)")
            #expect(operation.bodies == Set(endpoint.bodies), "\(name)")
            let missing = Set(["200", "400", "405", "406", "408", "431", "500", "503"]).subtracting(operation.statuses)
            #expect(missing.isEmpty, "\(name)")
            #expect(!operation.path.contains("{") || operation.statuses.contains("404"), "\(name)")
            #expect(endpoint.bodies.isEmpty || operation.statuses.isSuperset(of: ["413", "415", "429"]), "\(name)")
        }
    }

    @Test func `A node answers each path as the document says: methods, parameters, kinds of answers, HEAD`()
        async throws
    {
        let chain = try TestChain(start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        let operations = try operations()
        try await withLiveNode(chain) { client, _ in
            let receipt = try await client.submit(try chain.reward("T1", sequence: 0))
            let keys = [
                "/v1/transactions/{id}": receipt.id, "/v1/blocks/{height}": "1", "/v1/references/{reference}": "T1",
            ]
            for (path, own) in Dictionary(grouping: operations, by: \.path) {
                let key = keys[path] ?? AccountID.key(chain.alice.publicKey).description
                let url = path.replacing(#/{[a-z]+}/#, with: key)
                let refused = try await Exchange("DELETE", url, to: client)
                #expect(refused.status == 405, "\(path)")
                #expect(try refused.problem().status == 405, "\(path)")
                let allowed = refused.headers["allow"]?.components(separatedBy: ", ")
                #expect(allowed?.sorted() == own.map(\.method).sorted(), "\(path)")
                for operation in own { try await check(operation, url, client) }
            }
            #expect(try await Exchange("GET", "/v1/nothing", to: client).status == 404)
        }
    }

    private func check(_ operation: Operation, _ url: String, _ client: LedgerClient) async throws {
        let name = "\(operation.method) \(operation.path)"
        let (query, method) = (operation.parameters.filter { $0.place == "query" }.map(\.name), operation.method)
        let stranger = try await Exchange(method, url + "?stranger=1", to: client)
        #expect(stranger.status == 400, "\(name)")
        guard method != "HEAD" else { return try await checkHead(url, name, client) }
        let known = query.isEmpty ? "no parameters here" : "only \(query.sorted().joined(separator: ", "))"
        #expect(try stranger.problem().facts?["allowed"] == known, "\(name)")
        let picky = try await Exchange(method, url, ["accept": "image/png"], to: client)
        #expect(picky.status == 406, "\(name)")
        let offered = try picky.problem().facts?["allowed"]?.components(separatedBy: ", ")
        // Bytes are an answer to a batch only.
        if method == "GET" { #expect(offered.map { Set($0) } == operation.answers, "\(name)") }
        guard method == "POST" else { return }
        let wrong = try await Exchange(method, url, ["content-type": "image/png", "content-length": "0"], to: client)
        #expect(wrong.status == 415, "\(name)")
        let kinds = try wrong.problem().facts?["allowed"]?.components(separatedBy: ", ")
        #expect(kinds.map { Set($0) } == operation.bodies, "\(name)")
        let kind = try #require(operation.bodies.min())
        let type = ["content-type": kind, "content-length": "99999999"]
        #expect(try await Exchange(method, url, type, to: client).status == 413, "\(name)")
    }

    /// HEAD has the head of GET to the byte, but for the date, and nothing behind it.
    private func checkHead(_ url: String, _ name: String, _ client: LedgerClient) async throws {
        let head = try await Exchange("HEAD", url, to: client)
        #expect(head.status == 200 && head.body.isEmpty, "\(name)")
        let lost = try await Exchange("HEAD", url + "?stranger=1", to: client)
        #expect(lost.body.isEmpty && lost.headers["content-type"] == "application/problem+json", "\(name)")
        #expect(lost.headers["content-length"] != "0", "\(name)")
        // Events have no end.
        guard !url.hasSuffix("/events") else {
            #expect(head.headers["content-type"] == "text/event-stream" && head.headers["content-length"] == nil)
            return
        }
        let get = try await Exchange("GET", url, to: client)
        #expect(head.headers["content-type"] == get.headers["content-type"], "\(name)")
        // What changes from one moment to the next may have another length.
        guard !url.hasSuffix("/status"), !url.hasSuffix("/metrics") else { return }
        #expect(head.headers["content-length"] == get.headers["content-length"], "\(name)")
        #expect(get.headers["content-length"].map { Int($0) == get.body.count } ?? url.hasSuffix("/archive"), "\(name)")
    }
}
