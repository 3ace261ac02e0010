namespace RebateFlow.Approval.Casework.Cases;

/// <summary>What must have been approved before a case can be.</summary>
/// <param name="GrantedCny">
/// What must have been granted in all and not claimed back, yuan; null when it does not matter.
/// </param>
/// <param name="TakenBackCny">What the case takes back of it, yuan, 0 or more.</param>
public sealed record CasePrerequisite(
    Guid PreDeclarationId,
    int AttemptNo,
    decimal? GrantedCny,
    decimal TakenBackCny
)
{
    /// <summary>Whether what it asks for is so.</summary>
    public bool IsMetBy(PrerequisiteState state) =>
        state.IsApproved
        && state.AttemptNo == AttemptNo
        && (GrantedCny is not { } granted || (granted == state.GrantedCny && !state.IsWithheld));
}

/// <summary>How the case that another one stands on is at the moment.</summary>
/// <param name="GrantedCny">Approved and not claimed back, yuan.</param>
/// <param name="IsWithheld">An amount may still be approved: a hold or a letter is open.</param>
public sealed record PrerequisiteState(
    int AttemptNo,
    bool IsApproved,
    decimal GrantedCny,
    bool IsWithheld
)
{
    /// <summary>No case yet.</summary>
    public static readonly PrerequisiteState Unknown = new(0, false, 0m, false);
}

/// <summary>What is known of the exporter's debts when money is decided.</summary>
/// <param name="OpenCny">What an approval keeps back at most, yuan.</param>
/// <param name="IsBarred">A case that this one stands on is not decided as it must be.</param>
public sealed record OwedTerms(decimal OpenCny, bool IsBarred)
{
    public static readonly OwedTerms Nothing = new(0m, false);

    /// <summary>What of an approval is kept back; null for nothing.</summary>
    public decimal? Of(decimal approvedCny) =>
        Math.Min(OpenCny, approvedCny) is > 0 and var kept ? kept : null;
}
