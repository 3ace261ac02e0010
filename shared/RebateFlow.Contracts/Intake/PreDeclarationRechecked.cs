using System.Text.Json.Serialization;
using MassTransit;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// A live attempt was compared again, because what it was compared with had changed. Published by
/// Intake; Approval takes the new check in.
/// </summary>
[MessageUrn("rebateflow:intake:pre-declaration-rechecked:v1")]
[EntityName("rebateflow.intake.pre-declaration-rechecked.v1")]
public sealed record PreDeclarationRechecked
{
    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt that was compared again, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>
    /// Number of the newest check of the attempt, 1 or more: 1 while every comparison since has
    /// found the same.
    /// </summary>
    public required int CheckNo { get; init; }

    /// <summary>The last change that the check has seen, see
    /// <see cref="PreDeclarationFactsChanged.ChangeNo"/>.</summary>
    public required long ChangeNo { get; init; }

    /// <summary>
    /// The attempt as the new check has it, with all of its doubts, those that bar approval among
    /// them. Null when nothing is different: then the check before it stands.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Filing? Filing { get; init; }

    /// <summary>What has changed since the check before it, at most 200 values.</summary>
    public required IReadOnlyList<ChangedFact> Changes { get; init; }

    /// <summary>
    /// What the attempt would earn by the new facts, CNY yuan, two decimals, 0 or more: the rebate
    /// less the lines with a doubt that nobody may pass.
    /// </summary>
    public required decimal EntitledCny { get; init; }

    /// <summary>When the comparison ended, UTC.</summary>
    public required DateTimeOffset CheckedAt { get; init; }
}

/// <summary>A value of the electronic information, before and after.</summary>
public sealed record ChangedFact
{
    /// <summary>Feed that brought it, such as vat-invoices.</summary>
    public required string Feed { get; init; }

    /// <summary>Number of the voucher, or what else names the row of its feed.</summary>
    public required string Key { get; init; }

    /// <summary>The value by its name in the feed, such as status.</summary>
    public required string Field { get; init; }

    /// <summary>As it was; empty when there was none.</summary>
    public required string Before { get; init; }

    /// <summary>As it is; empty when there is none.</summary>
    public required string After { get; init; }
}
