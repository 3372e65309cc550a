extension OpenAPI {
    /// The paths, made of ``Endpoint/table``.
    static let paths: String = {
        var methods: [(path: String, operations: [String])] = []
        for endpoint in Endpoint.table {
            let operations =
                switch endpoint.method {
                case .get: ["\"get\": \(operation(endpoint))", "\"head\": \(head(endpoint))"]
                case .post: ["\"post\": \(operation(endpoint))"]
                }
            if let place = methods.firstIndex(where: { $0.path == endpoint.path }) {
                methods[place].operations += operations
            } else {
                methods.append((endpoint.path, operations))
            }
        }
        return object(methods.map { ($0.path, "{\($0.operations.joined(separator: ", "))}") })
    }()

    private static func operation(_ endpoint: Endpoint) -> String {
        var entries = [("operationId", quoted(endpoint.name)), ("summary", quoted(endpoint.summary))]
        if !endpoint.parameters.isEmpty { entries.append(("parameters", parameters(endpoint))) }
        if !endpoint.bodies.isEmpty {
            let contents = endpoint.bodies.map { ($0.rawValue, schema($0, endpoint.bodySchema.map { [$0] } ?? [])) }
            entries.append(("requestBody", object([("required", "true"), ("content", object(contents))])))
        }
        var responses = [("200", response(endpoint.answer))]
        if let early = endpoint.early { responses.append(("202", response(early))) }
        for status in refusals(endpoint) {
            responses.append(("\(status)", reference(to: "responses", refusal(of: status))))
        }
        return object(entries + [("responses", object(responses))])
    }

    /// HEAD of an endpoint with GET.
    private static func head(_ endpoint: Endpoint) -> String {
        var entries = [
            ("operationId", quoted(endpoint.name + "Head")),
            ("summary", quoted("The head of the same answer, without its body.")),
        ]
        if !endpoint.parameters.isEmpty { entries.append(("parameters", parameters(endpoint))) }
        var responses = [("200", object([("description", quoted(endpoint.answer.description))]))]
        for status in refusals(endpoint) {
            responses.append(("\(status)", reference(to: "responses", refusal(of: status) + "Head")))
        }
        return object(entries + [("responses", object(responses))])
    }

    private static func parameters(_ endpoint: Endpoint) -> String {
        let parameters = endpoint.parameters.map { parameter in
            object(
                [("name", quoted(parameter.name)), ("in", quoted(parameter.place.rawValue))]
                    + (parameter.place == .path ? [("required", "true")] : [])
                    + [("description", quoted(parameter.description)), ("schema", parameter.schema)])
        }
        return "[\(parameters.joined(separator: ", "))]"
    }

    private static func response(_ answer: EndpointAnswer) -> String {
        let contents = answer.kinds.map { ($0.rawValue, schema($0, answer.schemas)) }
        return object([("description", quoted(answer.description)), ("content", object(contents))])
    }

    /// - Parameter names: the schemas of which a JSON body is one.
    private static func schema(_ kind: MediaKind, _ names: [String]) -> String {
        let references = names.map { reference(to: "schemas", $0) }
        let schema =
            switch kind {
            case .octets, .batch: #"{"type": "string", "format": "binary"}"#
            case .text, .events: #"{"type": "string"}"#
            case .json where references.isEmpty: #"{"type": "object"}"#
            case .json where references.count == 1: references[0]
            case .json: object([("oneOf", "[\(references.joined(separator: ", "))]")])
            }
        return object([("schema", schema)])
    }

    /// The statuses of all that an endpoint refuses.
    private static func refusals(_ endpoint: Endpoint) -> [Int] {
        var statuses = endpoint.refusals.union([400, 405, 406, 408, 431, 500, 503])
        if endpoint.parameters.contains(where: { $0.place == .path }) { statuses.insert(404) }
        if !endpoint.bodies.isEmpty { statuses.formUnion([413, 415, 429]) }
        return statuses.sorted()
    }

    /// The name among ``OpenAPI``'s responses.
    private static func refusal(of status: Int) -> String {
        switch status {
        case 405: "MethodNotAllowed"
        case 408: "Timeout"
        case 429, 503: "Later"
        default: "Problem"
        }
    }
}

/// JSON by hand: in the order in which it is told, which dictionaries would lose.
extension OpenAPI {
    static func object(_ entries: [(name: String, value: String)]) -> String {
        "{" + entries.map { "\(quoted($0.name)): \($0.value)" }.joined(separator: ", ") + "}"
    }

    /// - Parameter text: without quotation marks and backslashes; a test reads the document.
    static func quoted(_ text: String) -> String { "\"\(text)\"" }

    static func reference(to kind: String, _ name: String) -> String {
        object([("$ref", quoted("#/components/\(kind)/\(name)"))])
    }
}
