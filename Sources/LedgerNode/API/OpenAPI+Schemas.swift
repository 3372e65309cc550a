import Ledger

extension OpenAPI {
    /// The bodies, as the views of `LedgerClient`.
    static let schemas = #"""
        {
          "AccountRef": {
            "type": "object", "required": ["id"],
            "properties": {"id": {"type": "string"}, "handle": {"type": "string"}}
          },
          "Account": {
            "type": "object",
            "required": [
              "account", "kind", "index", "height", "sequence", "balance", "earned", "pending", "pendingCount",
              "authority", "allowance", "roles", "rewards"
            ],
            "properties": {
              "account": {"$ref": "#/components/schemas/AccountRef"}, "kind": {"type": "string"},
              "index": {"type": "integer", "minimum": 0}, "height": {"type": "integer", "minimum": 0},
              "sequence": {"type": "integer", "minimum": 0}, "balance": {"type": "string"},
              "earned": {"type": "string"}, "pending": {"type": "string"},
              "pendingCount": {"type": "integer", "minimum": 0},
              "authority": {"$ref": "#/components/schemas/Authority"},
              "allowance": {"$ref": "#/components/schemas/Allowance"},
              "roles": {"type": "array", "items": {"type": "string"}},
              "mergedInto": {"$ref": "#/components/schemas/AccountRef"},
              "rewards": {"type": "array", "items": {"$ref": "#/components/schemas/PendingReward"}},
              "next": {"type": "string"}
            }
          },
          "PendingPage": {
            "type": "object", "required": ["account", "height", "pending", "pendingCount", "rewards"],
            "properties": {
              "account": {"$ref": "#/components/schemas/AccountRef"}, "height": {"type": "integer", "minimum": 0},
              "pending": {"type": "string"}, "pendingCount": {"type": "integer", "minimum": 0},
              "rewards": {"type": "array", "items": {"$ref": "#/components/schemas/PendingReward"}},
              "next": {"type": "string"}
            }
          },
          "Reward": {
            "type": "object",
            "required": [
              "amount", "to", "issuer", "transaction", "transactionNumber", "credit", "reason", "reference", "status",
              "height", "time", "timeMs"
            ],
            "properties": {
              "amount": {"type": "string"}, "to": {"$ref": "#/components/schemas/AccountRef"},
              "issuer": {"$ref": "#/components/schemas/AccountRef"}, "transaction": {"type": "string"},
              "transactionNumber": {"type": "integer", "minimum": 0}, "credit": {"type": "integer", "minimum": 0},
              "reason": {"type": "string"}, "reference": {"type": "string"}, "evidence": {"type": "string"},
              "status": {"type": "string", "enum": ["pending", "matured", "revoked"]},
              "height": {"type": "integer", "minimum": 0}, "time": {"type": "string"},
              "timeMs": {"type": "integer", "minimum": 0}, "maturesAt": {"type": "string"},
              "maturesAtMs": {"type": "integer", "minimum": 0}, "revokedBy": {"type": "string"},
              "note": {"type": "string"}
            }
          },
          "RewardsPage": {
            "type": "object", "required": ["height", "rewards"],
            "properties": {
              "height": {"type": "integer", "minimum": 0},
              "rewards": {"type": "array", "items": {"$ref": "#/components/schemas/Reward"}},
              "next": {"type": "string"}
            }
          },
          "Paid": {
            "type": "object", "required": ["reference", "height", "rewards", "earlier"],
            "properties": {
              "reference": {"type": "string"}, "height": {"type": "integer", "minimum": 0},
              "rewards": {"type": "array", "items": {"$ref": "#/components/schemas/Reward"}},
              "earlier": {"type": "integer", "minimum": 0}
            }
          },
          "Authority": {
            "type": "object", "required": ["kind", "threshold", "keys"],
            "properties": {
              "kind": {"type": "string"}, "threshold": {"type": "integer", "minimum": 0},
              "keys": {"type": "array", "items": {"type": "string"}}, "effectiveAt": {"type": "string"},
              "effectiveAtMs": {"type": "integer", "minimum": 0}
            }
          },
          "Allowance": {
            "type": "object", "required": ["limit", "used", "renewsAt", "renewsAtMs"],
            "properties": {
              "limit": {"type": "integer", "minimum": 0}, "used": {"type": "integer", "minimum": 0},
              "renewsAt": {"type": "string"}, "renewsAtMs": {"type": "integer", "minimum": 0}
            }
          },
          "PendingReward": {
            "type": "object",
            "required": [
              "amount", "issuer", "transaction", "credit", "reason", "reference", "maturesAt", "maturesAtMs"
            ],
            "properties": {
              "amount": {"type": "string"}, "issuer": {"$ref": "#/components/schemas/AccountRef"},
              "transaction": {"type": "string"}, "credit": {"type": "integer", "minimum": 0},
              "reason": {"type": "string"}, "reference": {"type": "string"}, "evidence": {"type": "string"},
              "maturesAt": {"type": "string"}, "maturesAtMs": {"type": "integer", "minimum": 0}
            }
          },
          "AccountSummary": {
            "type": "object", "required": ["account", "index", "balance", "earned", "pendingCount", "sequence"],
            "properties": {
              "account": {"$ref": "#/components/schemas/AccountRef"}, "index": {"type": "integer", "minimum": 0},
              "balance": {"type": "string"}, "earned": {"type": "string"},
              "pendingCount": {"type": "integer", "minimum": 0}, "sequence": {"type": "integer", "minimum": 0}
            }
          },
          "AccountsPage": {
            "type": "object", "required": ["accounts", "height"],
            "properties": {
              "accounts": {"type": "array", "items": {"$ref": "#/components/schemas/AccountSummary"}},
              "height": {"type": "integer", "minimum": 0},
              "next": {"type": "string"}
            }
          },
          "HistoryPage": {
            "type": "object", "required": ["account", "entries"],
            "properties": {
              "account": {"$ref": "#/components/schemas/AccountRef"},
              "entries": {"type": "array", "items": {"$ref": "#/components/schemas/HistoryEntry"}},
              "next": {"type": "string"}
            }
          },
          "HistoryEntry": {
            "type": "object",
            "required": [
              "number", "kind", "amount", "balanceChange", "pendingChange", "transaction", "transactionNumber",
              "height", "time", "timeMs"
            ],
            "properties": {
              "number": {"type": "integer", "minimum": 0}, "kind": {"type": "string"},
              "amount": {"type": "string"}, "balanceChange": {"type": "string"},
              "pendingChange": {"type": "string"}, "counterpart": {"$ref": "#/components/schemas/AccountRef"},
              "reason": {"type": "string"}, "reference": {"type": "string"}, "evidence": {"type": "string"},
              "note": {"type": "string"}, "transaction": {"type": "string"},
              "transactionNumber": {"type": "integer", "minimum": 0}, "credit": {"type": "integer", "minimum": 0},
              "revokedBy": {"type": "string"}, "replaces": {"type": "string"}, "height": {"type": "integer", "minimum": 0},
              "time": {"type": "string"}, "timeMs": {"type": "integer", "minimum": 0}
            }
          },
          "Block": {
            "type": "object",
            "required": [
              "height", "hash", "parent", "time", "timeMs", "producer", "signature", "transactionCount",
              "transactionsRoot", "stateRoot", "historyRoot", "header", "byteCount", "transactions"
            ],
            "properties": {
              "height": {"type": "integer", "minimum": 0}, "hash": {"type": "string"},
              "parent": {"type": "string"}, "time": {"type": "string"},
              "timeMs": {"type": "integer", "minimum": 0}, "producer": {"type": "string"},
              "signature": {"type": "string"}, "transactionCount": {"type": "integer", "minimum": 0},
              "transactionsRoot": {"type": "string"}, "stateRoot": {"type": "string"},
              "historyRoot": {"type": "string"}, "header": {"type": "string"},
              "byteCount": {"type": "integer", "minimum": 0},
              "transactions": {"type": "array", "items": {"$ref": "#/components/schemas/TransactionSummary"}}
            }
          },
          "TransactionSummary": {
            "type": "object", "required": ["id", "number", "sender", "sequence", "action"],
            "properties": {
              "id": {"type": "string"}, "number": {"type": "integer", "minimum": 0},
              "sender": {"$ref": "#/components/schemas/AccountRef"},
              "sequence": {"type": "integer", "minimum": 0}, "action": {"type": "string"}
            }
          },
          "BlocksPage": {
            "type": "object", "required": ["blocks"],
            "properties": {
              "blocks": {"type": "array", "items": {"$ref": "#/components/schemas/Block"}},
              "next": {"type": "integer", "minimum": 0}
            }
          },
          "Transaction": {
            "type": "object", "required": ["id", "status"],
            "properties": {
              "id": {"type": "string"}, "status": {"type": "string"}, "number": {"type": "integer", "minimum": 0},
              "height": {"type": "integer", "minimum": 0}, "index": {"type": "integer", "minimum": 0},
              "time": {"type": "string"}, "timeMs": {"type": "integer", "minimum": 0},
              "sender": {"$ref": "#/components/schemas/AccountRef"},
              "sequence": {"type": "integer", "minimum": 0}, "validUntil": {"type": "string"},
              "validUntilMs": {"type": "integer", "minimum": 0}, "action": {"type": "string"},
              "fields": {"type": "object"},
              "witnesses": {"type": "array", "items": {"$ref": "#/components/schemas/Witness"}},
              "bytes": {"type": "string"}, "problem": {"$ref": "#/components/schemas/Problem"}
            }
          },
          "Witness": {
            "type": "object", "required": ["key", "signature"],
            "properties": {"key": {"type": "string"}, "signature": {"type": "string"}}
          },
          "Receipt": {
            "type": "object", "required": ["id", "status"],
            "properties": {
              "id": {"type": "string"}, "status": {"type": "string"}, "number": {"type": "integer", "minimum": 0},
              "height": {"type": "integer", "minimum": 0}, "index": {"type": "integer", "minimum": 0},
              "time": {"type": "string"}, "timeMs": {"type": "integer", "minimum": 0},
              "blockHash": {"type": "string"}, "header": {"type": "string"},
              "sender": {"$ref": "#/components/schemas/AccountRef"}, "balance": {"type": "string"},
              "nextSequence": {"type": "integer", "minimum": 0},
              "repeated": {
                "type": "boolean",
                "description": "True where the node knew exactly this transaction before the request, so nothing was done anew."
              }
            }
          },
          "Batch": {
            "type": "object", "required": ["results"],
            "properties": {"results": {"type": "array", "items": {"$ref": "#/components/schemas/BatchResult"}}}
          },
          "BatchResult": {
            "type": "object", "required": [],
            "properties": {
              "receipt": {"$ref": "#/components/schemas/Receipt"},
              "problem": {"$ref": "#/components/schemas/Problem"}
            }
          },
          "Token": {
            "type": "object", "required": ["name", "symbol", "decimals"],
            "properties": {
              "name": {"type": "string"}, "symbol": {"type": "string"},
              "decimals": {"type": "integer", "minimum": 0}
            }
          },
          "Status": {
            "type": "object",
            "required": [
              "chain", "community", "token", "height", "head", "time", "timeMs", "transactions", "accounts",
              "pendingRewards"
            ],
            "properties": {
              "chain": {"type": "string"}, "community": {"type": "string"},
              "token": {"$ref": "#/components/schemas/Token"}, "height": {"type": "integer", "minimum": 0},
              "head": {"type": "string"}, "time": {"type": "string"}, "timeMs": {"type": "integer", "minimum": 0},
              "header": {"type": "string"}, "transactions": {"type": "integer", "minimum": 0},
              "accounts": {"type": "integer", "minimum": 0}, "pendingRewards": {"type": "integer", "minimum": 0},
              "node": {"$ref": "#/components/schemas/NodeStatus"}
            }
          },
          "NodeStatus": {
            "type": "object", "required": ["state", "waiting", "waitingBytes", "blockIntervalMs"],
            "properties": {
              "state": {"type": "string"}, "reason": {"type": "string"}, "producer": {"type": "string"},
              "waiting": {"type": "integer", "minimum": 0}, "waitingBytes": {"type": "integer", "minimum": 0},
              "blockIntervalMs": {"type": "integer", "minimum": 0}
            }
          },
          "Supply": {
            "type": "object",
            "required": [
              "height", "minted", "revoked", "burned", "supply", "pending", "balances", "cap", "mintable"
            ],
            "properties": {
              "height": {"type": "integer", "minimum": 0}, "minted": {"type": "string"},
              "revoked": {"type": "string"}, "burned": {"type": "string"}, "supply": {"type": "string"},
              "pending": {"type": "string"}, "balances": {"type": "string"}, "cap": {"type": "string"},
              "mintable": {"type": "string"}
            }
          },
          "Policy": {
            "type": "object",
            "required": ["height", \#(policyNames), "epoch"],
            "properties": {
              "height": {"type": "integer", "minimum": 0},
              \#(policyProperties),
              "epoch": {"$ref": "#/components/schemas/Epoch"}
            }
          },
          "Issuer": {
            "type": "object",
            "required": ["account", "scope", "capPerReference", "budgetPerEpoch", "spent", "left"],
            "properties": {
              "account": {"$ref": "#/components/schemas/AccountRef"},
              "scope": {"type": "array", "items": {"type": "string"}}, "capPerReference": {"type": "string"},
              "budgetPerEpoch": {"type": "string"}, "spent": {"type": "string"}, "left": {"type": "string"}
            }
          },
          "Epoch": {
            "type": "object", "required": ["number", "length", "lengthMs", "endsAt", "endsAtMs"],
            "properties": {
              "number": {"type": "integer", "minimum": 0}, "length": {"type": "string"},
              "lengthMs": {"type": "integer", "minimum": 0}, "endsAt": {"type": "string"},
              "endsAtMs": {"type": "integer", "minimum": 0}
            }
          },
          "Problem": {
            "type": "object", "required": ["type", "title", "status", "detail"],
            "properties": {
              "type": {"type": "string"}, "title": {"type": "string"},
              "status": {"type": "integer", "minimum": 0}, "code": {"type": "integer", "minimum": 0},
              "rule": {"type": "string"}, "detail": {"type": "string"}, "transaction": {"type": "string"},
              "credit": {"type": "integer", "minimum": 0},
              "facts": {"type": "object", "additionalProperties": {"type": "string"}},
              "retryAfter": {"type": "integer", "minimum": 0}
            }
          },
          "Lookup": {
            "type": "object", "additionalProperties": false,
            "properties": {
              "references": {
                "type": "array", "maxItems": 512,
                "items": {
                  "type": "object", "required": ["reason", "reference"], "additionalProperties": false,
                  "properties": {
                    "reason": {
                      "type": "string",
                      "pattern": "^(ticketResolved|proposalAccepted|other:[a-z0-9-]{1,32})$"
                    },
                    "reference": {"type": "string", "pattern": "^[!-~]{1,64}$"}
                  }
                }
              },
              "accounts": {
                "type": "array", "maxItems": 512, "items": {"type": "string"}, "description": "Ids, laurel1…"
              }
            }
          },
          "Standing": {
            "type": "object", "required": ["height", "lastMaturesAtMs", "references", "accounts"],
            "properties": {
              "height": {"type": "integer", "minimum": 0}, "lastMaturesAtMs": {"type": "integer", "minimum": 0},
              "references": {
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "transaction": {"type": "string"}, "transactionNumber": {"type": "integer", "minimum": 0},
                    "height": {"type": "integer", "minimum": 0}
                  }
                }
              },
              "accounts": {
                "type": "array",
                "items": {
                  "type": "object", "required": ["known"],
                  "properties": {"known": {"type": "boolean"}, "mergedInto": {"type": "string"}}
                }
              }
            }
          },
          "Submission": {
            "type": "object", "required": ["transaction"], "additionalProperties": false,
            "properties": {
              "chain": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
              "transaction": {
                "type": "string", "pattern": "^([0-9a-fA-F]{2})*$",
                "description": "The signed transaction's canonical bytes."
              },
              "handles": {
                "type": "array", "maxItems": 2048, "items": {"type": "string", "minLength": 3, "maxLength": 128}
              }
            }
          }
        }
        """#

    private static let policyNames = Policy.table.flatMap { field in
        if case .duration = field.shape { [field.name, field.name + "Ms"] } else { [field.name] }
    }.map { "\"\($0)\"" }.joined(separator: ", ")

    private static let policyProperties = Policy.table.flatMap { field in
        let text = #"{"type": "string"}"#
        let number = #"{"type": "integer", "minimum": 0}"#
        func list(_ schema: String) -> String { object([("type", quoted("array")), ("items", schema)]) }
        return switch field.shape {
        case .account: [(field.name, reference(to: "schemas", "AccountRef"))]
        case .accounts: [(field.name, list(reference(to: "schemas", "AccountRef")))]
        case .keys: [(field.name, list(text))]
        case .issuers: [(field.name, list(reference(to: "schemas", "Issuer")))]
        case .duration: [(field.name, text), (field.name + "Ms", number)]
        case .amount: [(field.name, text)]
        case .number: [(field.name, number)]
        }
    }.map { "\(quoted($0.0)): \($0.1)" }.joined(separator: ", ")
}
