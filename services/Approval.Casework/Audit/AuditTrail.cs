using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Audit;

/// <summary>Who did it. The product itself is <see cref="System"/>.</summary>
public sealed record AuditActor(string Id, Post? Post)
{
    public static readonly AuditActor System = new("system", null);
}

/// <summary>
/// Writes the entries of one case, one after the other, and remembers where the chain ends.
/// </summary>
public sealed class AuditTrail(Guid caseId, ChainHead head)
{
    private readonly List<StoredAuditEntry> added = [];

    public ChainHead Head { get; private set; } = head;
    public IReadOnlyList<StoredAuditEntry> Added => added;

    /// <summary>Adds the entry of an event: its name, and its JSON as it stands now.</summary>
    public void Add(CaseEvent happened)
    {
        var entry = new AuditEntry(
            caseId,
            Head.EntryNo + 1,
            happened.At,
            happened.By.Id,
            happened.By.Post is { } post ? WireCode.Of(post) : "",
            CaseEventJson.ActionOf(happened),
            CaseEventJson.Write(happened)
        );
        var hash = AuditChain.Hash(Head.Hash, entry);
        added.Add(new(entry, Head.Hash, hash));
        Head = new(entry.EntryNo, hash);
    }
}
