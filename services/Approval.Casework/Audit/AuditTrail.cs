using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Audit;

/// <summary>What an audit entry tells of: the stable names of the column <c>action</c>.</summary>
public enum AuditAction
{
    CaseOpened,
    CaseReopened,
    CaseWithdrawn,
    Claimed,
    Released,
    DoubtPassed,
    Returned,
    Proposed,
    SentBack,
    Decided,

    /// <summary>Another assessment, the same channel.</summary>
    Reassessed,
    ChannelMoved,

    /// <summary>Something came to light after the approval.</summary>
    FlaggedForReReview,
    CheckClosed,
    HeldBack,
    HoldReleased,
    Referred,
    LetterSent,
    LetterExtended,
    LetterAnswered,

    /// <summary>A large amount waits for a second officer.</summary>
    ReleaseProposed,
    ReplyProposed,
    HandedOver,

    /// <summary>Given to an officer by the draw.</summary>
    Assigned,

    /// <summary>Back in the queue, or with the deputy, because its holder is away.</summary>
    TakenBack,

    /// <summary>The legal limit came near.</summary>
    Warned,

    /// <summary>The legal limit was reached: the head of the post was told.</summary>
    Escalated,

    /// <summary>Too long in one state: the head of the post was told.</summary>
    AgeAlarmed,
    LetterOverdue,
}

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
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<StoredAuditEntry> added = [];

    public ChainHead Head { get; private set; } = head;
    public IReadOnlyList<StoredAuditEntry> Added => added;

    /// <param name="at">UTC, whole microseconds.</param>
    /// <param name="detail">What changed, before and after; serialised as it stands here.</param>
    public void Add(DateTimeOffset at, AuditActor actor, AuditAction action, object detail)
    {
        var entry = new AuditEntry(
            caseId,
            Head.EntryNo + 1,
            at,
            actor.Id,
            actor.Post is { } post ? Codes.Of(post) : "",
            Codes.Of(action),
            JsonSerializer.Serialize(detail, Json)
        );
        var hash = AuditChain.Hash(Head.Hash, entry);
        added.Add(new(entry, Head.Hash, hash));
        Head = new(entry.EntryNo, hash);
    }
}
