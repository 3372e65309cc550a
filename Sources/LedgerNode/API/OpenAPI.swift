/// The description of the API in OpenAPI 3.0.3, served at `/v1/openapi.json`.
package enum OpenAPI {
    package static let document = #"""
        {
          "openapi": "3.0.3",
          "info": {
            "title": "Laurel node",
            "version": "1",
            "description": "Amounts are minor units in decimal, ids laurel1… or hex, times ISO 8601 and ms.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
          },
          "servers": [{"url": "/"}],
          "paths": \#(paths),
          "components": {
            "responses": {
              "Problem": {
                "description": "What was wrong: see detail, rule and code.",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ProblemHead": {
                "description": "What was wrong: see detail, rule and code."
              },
              "MethodNotAllowed": {
                "description": "The path has no such method.",
                "headers": {"Allow": {"required": true, "description": "Its methods.", "schema": {"type": "string"}}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "MethodNotAllowedHead": {
                "description": "The path has no such method.",
                "headers": {"Allow": {"required": true, "description": "Its methods.", "schema": {"type": "string"}}}
              },
              "Timeout": {
                "description": "The request did not arrive in time. The connection ends; there is no body."
              },
              "TimeoutHead": {
                "description": "The request did not arrive in time. The connection ends; there is no body."
              },
              "Later": {
                "description": "Not now, or the node is stopping: see detail and rule.",
                "headers": {"Retry-After": {"description": "In so many seconds.", "schema": {"type": "integer", "minimum": 0}}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "LaterHead": {
                "description": "Not now, or the node is stopping: see detail and rule.",
                "headers": {"Retry-After": {"description": "In so many seconds.", "schema": {"type": "integer", "minimum": 0}}}
              }
            },
            "schemas": \#(schemas)
          }
        }
        """#
}
