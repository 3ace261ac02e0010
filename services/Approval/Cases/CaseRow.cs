using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// A case as one attempt opened it: state machine, filing, reasons and clocks together.
/// </summary>
public sealed record CaseRow
{
    public required ApprovalCase Case { get; init; }
    public required CaseOpening Opening { get; init; }
    public required RiskAssessed Message { get; init; }
    public required string Lane { get; init; }

    /// <summary>UTC, whole microseconds.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    public Filing Filing => Message.Filing;
    public ChannelVerdict Verdict => Opening.Verdict;
}
