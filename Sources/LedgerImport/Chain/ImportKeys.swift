import Ledger
package import LedgerCrypto

/// The keys that an import signs with, one for each role.
package struct ImportKeys: Sendable {
    /// Signs the rewards.
    package let issuer: SecretKey
    /// Signs the bindings of identities' handles.
    package let registrar: SecretKey
    /// The community's: signs for every identity until its person takes the handle over. Also the authority of ``SourceCred/genesis(for:community:token:keys:nonce:)``.
    package let custodian: SecretKey
    /// Signs the blocks.
    package let producer: SecretKey

    package init(issuer: SecretKey, registrar: SecretKey, custodian: SecretKey, producer: SecretKey) {
        self.issuer = issuer
        self.registrar = registrar
        self.custodian = custodian
        self.producer = producer
    }

    package var publicKeys: ImportPublicKeys {
        ImportPublicKeys(
            issuer: issuer.publicKey, registrar: registrar.publicKey, custodian: custodian.publicKey,
            producer: producer.publicKey)
    }

    /// Who signs a step, each key once.
    func signers(of step: ImportPlan.Step) -> [SecretKey] {
        switch step.sender {
        case .issuer: [issuer]
        case .registrar: registrar.publicKey == custodian.publicKey ? [registrar] : [registrar, custodian]
        case .identity: [custodian]
        }
    }
}

/// What everybody may know of ``ImportKeys``.
package struct ImportPublicKeys: Sendable, Equatable {
    package let issuer: PublicKey
    package let registrar: PublicKey
    package let custodian: PublicKey
    package let producer: PublicKey

    package init(issuer: PublicKey, registrar: PublicKey, custodian: PublicKey, producer: PublicKey) {
        self.issuer = issuer
        self.registrar = registrar
        self.custodian = custodian
        self.producer = producer
    }

    func account(of sender: ImportPlan.Sender) -> AccountID {
        switch sender {
        case .issuer: .key(issuer)
        case .registrar: .key(registrar)
        case .identity(let account): account
        }
    }
}
