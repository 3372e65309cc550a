extension Endpoint {
    /// All that the API answers. Routing follows from it, as do `Allow`, the query parameters that are taken, and the kinds of bodies that
    /// go in and out; a test compares ``OpenAPI`` with it.
    static let table: [Endpoint] = [
        .get("/v1/status") { try await $0.status($1) },
        .get("/v1/genesis", answers: [.json, .octets]) { try $0.genesis($1) },
        .get("/v1/policy") { api, call in try api.json(call) { try api.views.policy() } },
        .get("/v1/supply") { api, call in try api.json(call) { try api.views.supply() } },
        .get("/v1/accounts", ["order", "cursor", "limit"]) { try $0.accounts($1) },
        .get("/v1/accounts/{id}") { try $0.account($1) },
        .get("/v1/accounts/{id}/history", ["cursor", "limit"]) { try $0.history($1) },
        .get("/v1/accounts/{id}/pending", ["cursor", "limit"]) { try $0.pending($1) },
        .get(
            "/v1/rewards", ["issuer", "to", "reason", "reference", "from", "before", "status", "cursor", "limit"]
        ) { try $0.rewards($1) },
        .get("/v1/references/{reference}", ["reason"]) { try await $0.paid($1) },
        .get("/v1/transactions/{id}") { try await $0.transaction($1) },
        .post("/v1/transactions", ["wait"], answers: [.json, .octets], bodies: [.octets, .json, .batch]) {
            try await $0.submit($1)
        },
        .get("/v1/blocks", ["from", "limit"]) { try $0.blocks($1) },
        .get("/v1/blocks/{height}", answers: [.json, .octets]) { try $0.block($1) },
        .get("/v1/archive", answers: [.octets]) { try $0.archive($1) },
        .get("/v1/events", answers: [.events]) { try await $0.events($1) },
        .get("/v1/openapi.json") { _, _ in .bytes(Array(OpenAPI.document.utf8), .json) },
        .get("/healthz", answers: [.text]) { _, _ in .bytes(Array("ok\n".utf8), .text) },
        .get("/readyz", answers: [.text]) { api, _ in try await api.readiness() },
        .get("/metrics", answers: [.text]) { api, _ in try await api.metrics() },
    ]

    /// The endpoints of a path, one for each method, and what stands in the place of its parameter.
    static func find(_ path: [String]) -> (endpoints: [Endpoint], key: String) {
        var (found, key): ([Endpoint], String) = ([], "")
        for endpoint in table where endpoint.segments.count == path.count {
            var own = ""
            let matches = zip(endpoint.segments, path).allSatisfy { segment, text in
                guard segment.hasPrefix("{") else { return segment == text }
                own = text
                return true
            }
            if matches { (found, key) = (found + [endpoint], own) }
        }
        return (found, key)
    }
}

/// What an endpoint is from outside.
package struct EndpointDescription: Sendable {
    package let method: String
    /// With its parameter in braces.
    package let path: String
    package let parameters: Set<String>
    /// Media types, the preferred first.
    package let answers: [String]
    package let bodies: [String]

    package static var all: [EndpointDescription] {
        Endpoint.table.map {
            EndpointDescription(
                method: $0.method.rawValue, path: $0.path, parameters: $0.parameters,
                answers: $0.answers.map(\.rawValue),
                bodies: $0.bodies.map(\.rawValue))
        }
    }
}
