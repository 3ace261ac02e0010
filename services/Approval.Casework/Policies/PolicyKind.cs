namespace RebateFlow.Approval.Casework.Policies;

/// <summary>Kinds of dated policies, as the table <c>policy_version</c> names them.</summary>
public enum PolicyKind
{
    GreenChannel,
    Routes,
    EnrolmentCriteria,
    Casework,
}
