import Foundation
import LedgerNode
import Testing

@Suite struct OpenAPITests {
    @Test func `The document is JSON, and every schema that it refers to is there`() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any])
        let components = try #require(document["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: Any])
        let parts = OpenAPI.document.components(separatedBy: "\"#/components/schemas/").dropFirst()
        let names = Set(parts.map { String($0.prefix { $0 != "\"" }) })
        #expect(names.count > 20)
        #expect(names.subtracting(schemas.keys).isEmpty)
    }

    @Test func `Every path names the problems that it can answer with`() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        for (path, operations) in paths {
            for (_, operation) in operations {
                let responses = try #require(operation["responses"] as? [String: Any])
                let missing = Set(["200", "400", "406", "500", "503"]).subtracting(responses.keys)
                #expect(missing.isEmpty, "\(path)")
                #expect(!path.contains("{") || responses["404"] != nil, "\(path)")
            }
        }
    }
}
