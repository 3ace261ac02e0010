using RebateFlow.Contracts.Approval;

namespace RebateFlow.Contracts.Tests.Samples;

public static class ApprovalSamples
{
    private static readonly Guid CaseId = new("01936d5a-a000-7b60-9c2f-5d1f6f5f0a04");
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 30, 2, TimeSpan.Zero);

    public static IReadOnlyList<Sample> All => [.. ofDecisions, .. ofChecks];

    private static readonly Sample[] ofChecks =
    [
        new(
            "case-checked.v1",
            Checked("RE_REVIEW", "CLEAN"),
            Checked("SAMPLE_BEFORE", "IRREGULAR") with
            {
                AttemptNo = 12,
                CheckVersion = 9876543210,
                ChancePercent = 2.5m,
                FoundCny = 9876543210987.65m,
                ClosedAt = At.AddTicks(10),
            }
        ),
        new(
            "self-inspection-asked.v1",
            Asked(1, true),
            Asked(9876543210, false) with
            {
                AttemptNo = 12,
                ChangedAt = At.AddTicks(10),
            }
        ),
    ];

    private static readonly Sample[] ofDecisions =
    [
        new("case-opened.v1", Opened("STANDARD", 1), Opened("ENHANCED", 12)),
        new(
            "case-decided.v1",
            Decided("APPROVED", "", 9876543210987.65m),
            Decided("RETURNED", "请更正第2行的离岸价", 0m) with
            {
                ToRepayCny = 9876543210987.65m,
                SetOffCny = 1234567890123.45m,
                PayableCny = 8641975320864.20m,
                Channel = "ENHANCED",
                DecidedAt = At.AddTicks(1),
            }
        ),
        Repayment(),
        new("case-hold-changed.v1", HoldChanged(1, true), HoldChanged(9876543210, false)),
        new(
            "green-channel-enrolment-changed.v1",
            EnrolmentChanged(1, validTo: null),
            EnrolmentChanged(7, validTo: new(2027, 12, 31))
        ),
        new(
            "green-channel-policy-changed.v1",
            PolicyChanged(),
            PolicyChanged() with
            {
                MinimumRebateCny = 9876543210987.65m,
                LastGreenClass = 4,
                ScoreLimit = 100,
                GravestGreenDoubt = "WARNING",
                EnhancedGrade = "MEDIUM",
                Document =
                    """{"version":"2016-09-01","validFrom":"2016-09-01","""
                    + """ "title":{"zh":"绿色通道政策","en":"Green-channel policy"},"values":{}}""",
                ChangedAt = At.AddTicks(10),
            }
        ),
        new(
            "case-withheld.v1",
            Withheld("HOLD") with
            {
                Ground = "SUPPLIER_SUSPICION",
            },
            Withheld("PROBLEM_LETTER") with
            {
                AttemptNo = 12,
                SupplierTaxId = "91120116MA05XEXF0J",
                AmountCny = 9876543210987.65m,
                WithheldAt = At.AddTicks(10),
            }
        ),
    ];

    private static CaseChecked Checked(string kind, string outcome) =>
        new()
        {
            CaseId = CaseId,
            PreDeclarationId = IntakeSamples.PreDeclarationId,
            AttemptNo = 1,
            CheckId = new("01936d5a-a000-7b60-9c2f-5d1f6f5f0a05"),
            CheckVersion = 1,
            Kind = kind,
            Outcome = outcome,
            FoundCny = 0m,
            ClosedAt = At,
        };

    private static SelfInspectionAsked Asked(long caseVersion, bool isAsked) =>
        new()
        {
            CaseId = CaseId,
            PreDeclarationId = IntakeSamples.PreDeclarationId,
            AttemptNo = 1,
            CaseVersion = caseVersion,
            IsAsked = isAsked,
            ChangedAt = At,
        };

    private static CaseOpened Opened(string channel, int attemptNo) =>
        new()
        {
            CaseId = CaseId,
            PreDeclarationId = IntakeSamples.PreDeclarationId,
            AttemptNo = attemptNo,
            Channel = channel,
            DueOn = new(2026, 3, 16),
            OpenedAt = At,
        };

    private static CaseDecided Decided(string decision, string reason, decimal rebateCny) =>
        new()
        {
            CaseId = CaseId,
            PreDeclarationId = IntakeSamples.PreDeclarationId,
            AttemptNo = 1,
            Decision = decision,
            Reason = reason,
            ApprovedRebateCny = rebateCny,
            Channel = "GREEN",
            DecidedAt = At,
        };

    private static Sample Repayment() =>
        new(
            "repayment-changed.v1",
            RepaymentOf("PAYMENT_CONFIRMED"),
            RepaymentOf("CLAIMED") with
            {
                EntryNo = 9876543,
                ClaimId = new("01936d5a-a000-7b60-9c2f-5d1f6f5f0a05"),
                Source = "NEGATIVE_TOTAL",
                PreDeclarationId = IntakeSamples.PreDeclarationId,
                BalanceCny = 9876543210987.65m,
                At = At.AddTicks(10),
            }
        );

    private static RepaymentChanged RepaymentOf(string kind) =>
        new()
        {
            Uscc = "91120116MA05XEXF0J",
            EntryNo = 1,
            Kind = kind,
            AmountCny = 2_600.00m,
            BalanceCny = 0m,
            On = new(2026, 3, 2),
            At = At,
        };

    private static CaseHoldChanged HoldChanged(long caseVersion, bool isHeld) =>
        new()
        {
            CaseId = CaseId,
            PreDeclarationId = IntakeSamples.PreDeclarationId,
            AttemptNo = 1,
            CaseVersion = caseVersion,
            IsHeld = isHeld,
            ChangedAt = At,
        };

    private static GreenChannelEnrolmentChanged EnrolmentChanged(int version, DateOnly? validTo) =>
        new()
        {
            Uscc = "91120116MA05XEXF0J",
            Version = version,
            ValidFrom = new(2026, 1, 1),
            ValidTo = validTo,
            ChangedAt = At,
        };

    private static GreenChannelPolicyChanged PolicyChanged() =>
        new()
        {
            Version = "2016-09-01",
            ValidFrom = new(2016, 9, 1),
            MinimumRebateCny = 5_000_000.00m,
            LastGreenClass = 2,
            BarringWatchlistLevel = 2,
            ScoreLimit = 30,
            GravestGreenDoubt = "NOTE",
            EnhancedWatchlistLevel = 2,
            EnhancedGrade = "HIGH",
            EnhancedClass = 4,
            ChangedAt = At,
        };

    private static CaseWithheld Withheld(string kind) =>
        new()
        {
            CaseId = CaseId,
            PreDeclarationId = IntakeSamples.PreDeclarationId,
            AttemptNo = 1,
            Kind = kind,
            Ground = "",
            SupplierTaxId = "",
            AmountCny = 0m,
            WithheldAt = At,
        };
}
