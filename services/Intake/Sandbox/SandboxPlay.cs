using RebateFlow.Contracts;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Submissions;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Intake.Sandbox;

/// <summary>Where a script stands, with the live attempt it is played for.</summary>
public sealed record SandboxPlay
{
    public required Guid Id { get; init; }
    public required int AttemptNo { get; init; }
    public required string Uscc { get; init; }

    /// <summary>Wire name of the state of the pre-declaration.</summary>
    public required string State { get; init; }

    /// <summary>Wire name of the scenario; empty before the first check.</summary>
    public required string Scenario { get; init; }

    /// <summary>Reads of the live attempt that went a step further.</summary>
    public required int Reads { get; init; }

    /// <summary>The request body under Brotli.</summary>
    public required byte[] Document { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Lines of both forms.</summary>
    public required int LineCount { get; init; }

    /// <summary>Whether the live attempt waits for data.</summary>
    public bool IsWaiting => StateValue == PreDeclarationState.AwaitingData;

    private PreDeclarationState StateValue => PreDeclarationHead.StateOf(State);

    /// <summary>The live attempt as its checks see it. It holds no vouchers.</summary>
    public CheckSubject ToSubject() =>
        new()
        {
            Cause = new GroupMember<PreDeclarationSubmitted>(
                new PreDeclarationSubmitted
                {
                    PreDeclarationId = Id,
                    AttemptNo = AttemptNo,
                    SubmittedAt = SubmittedAt,
                    LineCount = LineCount,
                },
                Guid.Empty,
                null
            ),
            Id = Id,
            AttemptNo = AttemptNo,
            Uscc = Uscc,
            State = StateValue,
            Lane = Lanes.Ordinary,
            Document = Document,
            SubmittedAt = SubmittedAt,
            LineCount = LineCount,
            Held = VoucherClaim.Nothing,
        };
}
