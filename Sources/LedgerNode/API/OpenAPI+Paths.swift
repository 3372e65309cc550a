extension OpenAPI {
    /// The paths, as in `Endpoint.table`: a test compares them, and asks a node.
    static let paths = #"""
        {
          "/v1/status": {
            "get": {
              "operationId": "status", "summary": "Where the chain stands, and how the node is.",
              "responses": {
                "200": {
                  "description": "The status.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Status"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "statusHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "The status."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/genesis": {
            "get": {
              "operationId": "genesis", "summary": "The genesis, readable or in its canonical bytes.",
              "responses": {
                "200": {
                  "description": "The genesis.",
                  "content": {
                    "application/json": {"schema": {"type": "object"}},
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                  }
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "genesisHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "The genesis."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/policy": {
            "get": {
              "operationId": "policy", "summary": "The policy in force for the next block.",
              "responses": {
                "200": {
                  "description": "The policy.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Policy"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "policyHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "The policy."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/supply": {
            "get": {
              "operationId": "supply", "summary": "The sums of the ledger.",
              "responses": {
                "200": {
                  "description": "The sums.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Supply"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "supplyHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "The sums."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/accounts": {
            "get": {
              "operationId": "accounts",
              "summary": "Accounts in an order. Pages that go on from each other show each once.",
              "parameters": [
                {
                  "name": "order", "in": "query", "description": "earned unless given.",
                  "schema": {"type": "string", "enum": ["earned", "balance", "index"]}
                },
                {
                  "name": "cursor", "in": "query", "description": "The next of the page before, in the same order.",
                  "schema": {"type": "string", "pattern": "^[0-9]+(-[0-9]+){0,3}$", "maxLength": 128}
                },
                {
                  "name": "limit", "in": "query", "description": "How many at most; 100 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
                }
              ],
              "responses": {
                "200": {
                  "description": "A page.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AccountsPage"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "409": {"$ref": "#/components/responses/Problem"}, "500": {"$ref": "#/components/responses/Problem"},
                "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "accountsHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "order", "in": "query", "description": "earned unless given.",
                  "schema": {"type": "string", "enum": ["earned", "balance", "index"]}
                },
                {
                  "name": "cursor", "in": "query", "description": "The next of the page before, in the same order.",
                  "schema": {"type": "string", "pattern": "^[0-9]+(-[0-9]+){0,3}$", "maxLength": 128}
                },
                {
                  "name": "limit", "in": "query", "description": "How many at most; 100 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
                }
              ],
              "responses": {
                "200": {"description": "A page."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "409": {"$ref": "#/components/responses/ProblemHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/accounts/{id}": {
            "get": {
              "operationId": "account", "summary": "One account.",
              "parameters": [
                {
                  "name": "id", "in": "path", "required": true, "description": "laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                }
              ],
              "responses": {
                "200": {
                  "description": "The account.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Account"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "accountHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "id", "in": "path", "required": true, "description": "laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                }
              ],
              "responses": {
                "200": {"description": "The account."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "404": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/accounts/{id}/history": {
            "get": {
              "operationId": "history", "summary": "What happened to an account, newest first.",
              "parameters": [
                {
                  "name": "id", "in": "path", "required": true, "description": "laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                },
                {
                  "name": "cursor", "in": "query", "description": "The next of the page before.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 9223372036854775807}
                },
                {
                  "name": "limit", "in": "query", "description": "How many at most; 100 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
                }
              ],
              "responses": {
                "200": {
                  "description": "A page.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HistoryPage"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "historyHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "id", "in": "path", "required": true, "description": "laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                },
                {
                  "name": "cursor", "in": "query", "description": "The next of the page before.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 9223372036854775807}
                },
                {
                  "name": "limit", "in": "query", "description": "How many at most; 100 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
                }
              ],
              "responses": {
                "200": {"description": "A page."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "404": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/accounts/{id}/pending": {
            "get": {
              "operationId": "pending", "summary": "What is pending for an account, newest first.",
              "parameters": [
                {
                  "name": "id", "in": "path", "required": true, "description": "laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                },
                {
                  "name": "cursor", "in": "query", "description": "The next of the page before.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 9223372036854775807}
                },
                {
                  "name": "limit", "in": "query", "description": "How many at most; 100 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
                }
              ],
              "responses": {
                "200": {
                  "description": "A page.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PendingPage"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "pendingHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "id", "in": "path", "required": true, "description": "laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                },
                {
                  "name": "cursor", "in": "query", "description": "The next of the page before.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 9223372036854775807}
                },
                {
                  "name": "limit", "in": "query", "description": "How many at most; 100 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
                }
              ],
              "responses": {
                "200": {"description": "A page."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "404": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/rewards": {
            "get": {
              "operationId": "rewards",
              "summary": "All rewards, oldest first. A page may be empty, and not the last.",
              "parameters": [
                {
                  "name": "issuer", "in": "query",
                  "description": "Only what this account issued: laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                },
                {
                  "name": "to", "in": "query",
                  "description": "Only what this account was paid: laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                },
                {
                  "name": "reason", "in": "query",
                  "description": "Only for this: ticketResolved, proposalAccepted or other:CATEGORY.",
                  "schema": {"type": "string", "maxLength": 64}
                },
                {
                  "name": "reference", "in": "query", "description": "Only under this reference.",
                  "schema": {"type": "string", "minLength": 1, "maxLength": 64}
                },
                {
                  "name": "from", "in": "query", "description": "Only from blocks of this time in ms or later.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 253402300799999}
                },
                {
                  "name": "before", "in": "query", "description": "Only from blocks before this time in ms.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 253402300799999}
                },
                {
                  "name": "status", "in": "query", "description": "Only what is pending, or any; any unless given.",
                  "schema": {"type": "string", "enum": ["any", "pending"]}
                },
                {
                  "name": "cursor", "in": "query", "description": "The next of the page before.",
                  "schema": {"type": "string", "pattern": "^[0-9]+-[0-9]+$", "maxLength": 128}
                },
                {
                  "name": "limit", "in": "query", "description": "How many at most; 100 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
                }
              ],
              "responses": {
                "200": {
                  "description": "A page.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RewardsPage"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "rewardsHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "issuer", "in": "query",
                  "description": "Only what this account issued: laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                },
                {
                  "name": "to", "in": "query",
                  "description": "Only what this account was paid: laurel1… or a handle platform:name.",
                  "schema": {"type": "string", "minLength": 3, "maxLength": 128}
                },
                {
                  "name": "reason", "in": "query",
                  "description": "Only for this: ticketResolved, proposalAccepted or other:CATEGORY.",
                  "schema": {"type": "string", "maxLength": 64}
                },
                {
                  "name": "reference", "in": "query", "description": "Only under this reference.",
                  "schema": {"type": "string", "minLength": 1, "maxLength": 64}
                },
                {
                  "name": "from", "in": "query", "description": "Only from blocks of this time in ms or later.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 253402300799999}
                },
                {
                  "name": "before", "in": "query", "description": "Only from blocks before this time in ms.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 253402300799999}
                },
                {
                  "name": "status", "in": "query", "description": "Only what is pending, or any; any unless given.",
                  "schema": {"type": "string", "enum": ["any", "pending"]}
                },
                {
                  "name": "cursor", "in": "query", "description": "The next of the page before.",
                  "schema": {"type": "string", "pattern": "^[0-9]+-[0-9]+$", "maxLength": 128}
                },
                {
                  "name": "limit", "in": "query", "description": "How many at most; 100 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
                }
              ],
              "responses": {
                "200": {"description": "A page."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/references/{reference}": {
            "get": {
              "operationId": "paid",
              "summary": "Who was paid for a reference, by whom, and what became of it.",
              "parameters": [
                {
                  "name": "reference", "in": "path", "required": true,
                  "description": "A ticket number, a proposal, an event.",
                  "schema": {"type": "string", "minLength": 1, "maxLength": 64}
                },
                {
                  "name": "reason", "in": "query",
                  "description": "As what; unless given, a ticket, a proposal or a category of the policy.",
                  "schema": {"type": "string", "maxLength": 64}
                }
              ],
              "responses": {
                "200": {
                  "description": "The rewards.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Paid"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "paidHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "reference", "in": "path", "required": true,
                  "description": "A ticket number, a proposal, an event.",
                  "schema": {"type": "string", "minLength": 1, "maxLength": 64}
                },
                {
                  "name": "reason", "in": "query",
                  "description": "As what; unless given, a ticket, a proposal or a category of the policy.",
                  "schema": {"type": "string", "maxLength": 64}
                }
              ],
              "responses": {
                "200": {"description": "The rewards."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "404": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/transactions/{id}": {
            "get": {
              "operationId": "transaction", "summary": "A transaction that is committed or waits.",
              "parameters": [
                {
                  "name": "id", "in": "path", "required": true, "description": "The transaction's id.",
                  "schema": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}
                }
              ],
              "responses": {
                "200": {
                  "description": "The transaction.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Transaction"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "transactionHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "id", "in": "path", "required": true, "description": "The transaction's id.",
                  "schema": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}
                }
              ],
              "responses": {
                "200": {"description": "The transaction."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "404": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/transactions": {
            "post": {
              "operationId": "submit",
              "summary": "Submits a signed transaction, or a batch. Sending one again is harmless.",
              "parameters": [
                {
                  "name": "wait", "in": "query",
                  "description": "Whether to answer only when it is committed; true unless given.",
                  "schema": {"type": "boolean"}
                }
              ],
              "requestBody": {
                "required": true,
                "content": {
                  "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
                  "application/json": {"schema": {"$ref": "#/components/schemas/Submission"}},
                  "application/vnd.laurel.batch": {"schema": {"type": "string", "format": "binary"}}
                }
              },
              "responses": {
                "200": {
                  "description": "Committed; of a batch, an answer for each.",
                  "content": {
                    "application/json": {
                      "schema": {
                        "oneOf": [{"$ref": "#/components/schemas/Receipt"}, {"$ref": "#/components/schemas/Batch"}]
                      }
                    },
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                  }
                },
                "202": {
                  "description": "Admitted, not yet committed.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "409": {"$ref": "#/components/responses/Problem"}, "413": {"$ref": "#/components/responses/Problem"},
                "415": {"$ref": "#/components/responses/Problem"}, "422": {"$ref": "#/components/responses/Problem"},
                "429": {"$ref": "#/components/responses/Later"}, "500": {"$ref": "#/components/responses/Problem"},
                "503": {"$ref": "#/components/responses/Later"}
              }
            }
          },
          "/v1/blocks": {
            "get": {
              "operationId": "blocks", "summary": "Blocks in order of height.",
              "parameters": [
                {
                  "name": "from", "in": "query", "description": "The first height; 1 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807}
                },
                {
                  "name": "limit", "in": "query",
                  "description": "How many at most; 20 unless given. Fewer where they are large.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 100}
                }
              ],
              "responses": {
                "200": {
                  "description": "A page.",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/BlocksPage"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "blocksHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "from", "in": "query", "description": "The first height; 1 unless given.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807}
                },
                {
                  "name": "limit", "in": "query",
                  "description": "How many at most; 20 unless given. Fewer where they are large.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 100}
                }
              ],
              "responses": {
                "200": {"description": "A page."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/blocks/{height}": {
            "get": {
              "operationId": "block", "summary": "A block, in short or in its canonical bytes.",
              "parameters": [
                {
                  "name": "height", "in": "path", "required": true, "description": "The height.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807}
                }
              ],
              "responses": {
                "200": {
                  "description": "The block.",
                  "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Block"}},
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                  }
                },
                "400": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "blockHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "height", "in": "path", "required": true, "description": "The height.",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807}
                }
              ],
              "responses": {
                "200": {"description": "The block."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "404": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/archive": {
            "get": {
              "operationId": "archive", "summary": "The whole chain in the archive format.",
              "responses": {
                "200": {
                  "description": "The archive.",
                  "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "archiveHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "The archive."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/events": {
            "get": {
              "operationId": "events", "summary": "Blocks as they are committed, without end.",
              "parameters": [
                {
                  "name": "Last-Event-ID", "in": "header",
                  "description": "The height after which they begin; the head unless given.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 9223372036854775807}
                }
              ],
              "responses": {
                "200": {
                  "description": "Events named block; id is the height, data a Block.",
                  "content": {"text/event-stream": {"schema": {"type": "string"}}}
                },
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "eventsHead", "summary": "The head of the same answer, without its body.",
              "parameters": [
                {
                  "name": "Last-Event-ID", "in": "header",
                  "description": "The height after which they begin; the head unless given.",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 9223372036854775807}
                }
              ],
              "responses": {
                "200": {"description": "Events named block; id is the height, data a Block."},
                "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/v1/openapi.json": {
            "get": {
              "operationId": "openapi", "summary": "This document.",
              "responses": {
                "200": {"description": "The document.", "content": {"application/json": {"schema": {"type": "object"}}}},
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "openapiHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "The document."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/healthz": {
            "get": {
              "operationId": "healthz", "summary": "Whether the process answers.",
              "responses": {
                "200": {"description": "It does.", "content": {"text/plain": {"schema": {"type": "string"}}}},
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "healthzHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "It does."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/readyz": {
            "get": {
              "operationId": "readyz", "summary": "Whether transactions are taken.",
              "responses": {
                "200": {"description": "They are.", "content": {"text/plain": {"schema": {"type": "string"}}}},
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "readyzHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "They are."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          },
          "/metrics": {
            "get": {
              "operationId": "metrics", "summary": "Figures in Prometheus' text format.",
              "responses": {
                "200": {"description": "The figures.", "content": {"text/plain": {"schema": {"type": "string"}}}},
                "400": {"$ref": "#/components/responses/Problem"},
                "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                "406": {"$ref": "#/components/responses/Problem"}, "408": {"$ref": "#/components/responses/Timeout"},
                "500": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Later"}
              }
            },
            "head": {
              "operationId": "metricsHead", "summary": "The head of the same answer, without its body.",
              "responses": {
                "200": {"description": "The figures."}, "400": {"$ref": "#/components/responses/ProblemHead"},
                "405": {"$ref": "#/components/responses/MethodNotAllowedHead"},
                "406": {"$ref": "#/components/responses/ProblemHead"},
                "408": {"$ref": "#/components/responses/TimeoutHead"},
                "500": {"$ref": "#/components/responses/ProblemHead"},
                "503": {"$ref": "#/components/responses/LaterHead"}
              }
            }
          }
        }
        """#
}
