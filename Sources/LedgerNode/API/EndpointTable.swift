extension Endpoint {
    /// All that the API answers. Routing follows from it, as do `Allow`, the parameters of the query that are taken, the kinds of bodies that
    /// go in and out, and the paths of ``OpenAPI``; a test asks a node for each.
    static let table: [Endpoint] = [
        .get(
            "/v1/status", "status", "Where the chain stands, and how the node is.",
            gives: .json("The status.", "Status")
        ) { try await $0.status($1) },
        .get(
            "/v1/genesis", "genesis", "The genesis, readable or in its canonical bytes.",
            gives: .json("The genesis.", or: [.octets])
        ) { try $0.genesis($1) },
        .get("/v1/policy", "policy", "The policy in force for the next block.", gives: .json("The policy.", "Policy")) {
            api, call in try api.json(call) { try api.views.policy() }
        },
        .get("/v1/supply", "supply", "The sums of the ledger.", gives: .json("The sums.", "Supply")) { api, call in
            try api.json(call) { try api.views.supply() }
        },
        .get(
            "/v1/accounts", "accounts", "Accounts in an order. Pages that go on from each other show each once.",
            taking: [.order, .orderCursor, .limit(100, most: 1000)], gives: .json("A page.", "AccountsPage"),
            refuses: [409]
        ) { try await $0.accounts($1) },
        .get("/v1/accounts/{id}", "account", "One account.", at: [.account], gives: .json("The account.", "Account")) {
            try await $0.account($1)
        },
        .get(
            "/v1/accounts/{id}/history", "history", "What happened to an account, newest first.", at: [.account],
            taking: [.cursor, .limit(100, most: 1000)], gives: .json("A page.", "HistoryPage")
        ) { try await $0.history($1) },
        .get(
            "/v1/accounts/{id}/pending", "pending", "What is pending for an account, newest first.", at: [.account],
            taking: [.cursor, .limit(100, most: 1000)], gives: .json("A page.", "PendingPage")
        ) { try await $0.pending($1) },
        .get(
            "/v1/rewards", "rewards", "All rewards, oldest first. A page may be empty, and not the last.",
            taking: [
                .issuer, .recipient, .reason, .reference, .fromTime, .beforeTime, .rewardStatus, .rewardCursor,
                .limit(100, most: 1000),
            ], gives: .json("A page.", "RewardsPage")
        ) { try await $0.rewards($1) },
        .get(
            "/v1/references/{reference}", "paid", "Who was paid for a reference, by whom, and what became of it.",
            at: [.paidReference], taking: [.paidReason], gives: .json("The rewards.", "Paid")
        ) { try await $0.paid($1) },
        .get(
            "/v1/transactions/{id}", "transaction", "A transaction that is committed or waits.", at: [.transaction],
            gives: .json("The transaction.", "Transaction")
        ) { try await $0.transaction($1) },
        .post(
            "/v1/transactions", "submit", "Submits a signed transaction, or a batch. Sending one again is harmless.",
            taking: [.wait], bodies: [.octets, .json, .batch], schema: "Submission",
            gives: .json("Committed; of a batch, an answer for each.", "Receipt", "Batch", or: [.octets]),
            early: .json("Admitted, not yet committed.", "Receipt"), refuses: [409, 422]
        ) { try await $0.submit($1) },
        .post(
            "/v1/lookup", "lookup",
            "How references and accounts stand, up to 512 together: what whoever pays asks first. Changes nothing.",
            bodies: [.json], schema: "Lookup", gives: .json("Their standing, in the order of the request.", "Standing")
        ) { try await $0.lookup($1) },
        .get(
            "/v1/blocks", "blocks", "Blocks in order of height.",
            taking: [.from, .limit(20, most: 100, " Fewer where they are large.")],
            gives: .json("A page.", "BlocksPage")
        ) { try await $0.blocks($1) },
        .get(
            "/v1/blocks/{height}", "block", "A block, in short or in its canonical bytes.", at: [.height],
            gives: .json("The block.", "Block", or: [.octets])
        ) { try await $0.block($1) },
        .get("/v1/archive", "archive", "The whole chain in the archive format.", gives: .octets("The archive.")) {
            try $0.archive($1)
        },
        .get(
            "/v1/events", "events", "Blocks as they are committed, without end.", taking: [.lastEvent],
            gives: .events("Events named block; id is the height, data a Block.")
        ) { try await $0.events($1) },
        .get("/v1/openapi.json", "openapi", "This document.", gives: .json("The document.")) { _, _ in
            .bytes(Array(OpenAPI.document.utf8), .json)
        },
        .get("/healthz", "healthz", "Whether the process answers.", gives: .text("It does.")) { _, _ in
            .bytes(Array("ok\n".utf8), .text)
        },
        .get("/readyz", "readyz", "Whether transactions are taken.", gives: .text("They are.")) { api, _ in
            try await api.readiness()
        },
        .get("/metrics", "metrics", "Figures in Prometheus' text format.", gives: .text("The figures.")) { api, _ in
            try await api.metrics()
        },
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
                method: $0.method.rawValue, path: $0.path, parameters: $0.queryNames,
                answers: $0.answers.map(\.rawValue),
                bodies: $0.bodies.map(\.rawValue))
        }
    }
}
