using RebateFlow.Contracts.Intake;

namespace RebateFlow.Contracts.Tests.Samples;

public static class IntakeSamples
{
    public static readonly Guid PreDeclarationId = new("01936d5a-8c3e-7b60-9c2f-5d1f6f5f0a01");
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset AtExactly = At.AddTicks(1_234_567);

    public static IReadOnlyList<Sample> All { get; } =
    [
        new(
            "pre-declaration-submitted.v1",
            Submitted(1, At),
            Submitted(12, AtExactly) with
            {
                LineCount = 50_000,
            }
        ),
        new(
            "pre-declaration-cleared.v1",
            new PreDeclarationCleared { Filing = SmallestFiling(), ClearedAt = At },
            new PreDeclarationCleared { Filing = LargestFiling(), ClearedAt = AtExactly }
        ),
        new("pre-declaration-fed-back.v1", FedBack("BLOCKED", 1), FedBack("AWAITING_DATA", 1_200)),
        new(
            "pre-declaration-withdrawn.v1",
            Withdrawn("WAIVER", ""),
            Withdrawn("ERROR", "单证号录错")
        ),
        new(
            "pre-declaration-facts-changed.v1",
            FactsChanged(1, 1),
            FactsChanged(12, 9_007_199_254_740_991)
        ),
        new("pre-declaration-rechecked.v1", SameAgain(), OtherThanBefore()),
        new("filing-content.v1", FilingContents.Smallest(), FilingContents.Largest()),
        new(
            "self-inspection-filed.v1",
            Inspected([]),
            Inspected([Answered("YES"), Answered("NO")])
        ),
    ];

    private static PreDeclarationFactsChanged FactsChanged(int attemptNo, long changeNo) =>
        new()
        {
            PreDeclarationId = PreDeclarationId,
            AttemptNo = attemptNo,
            ChangeNo = changeNo,
            ChangedAt = AtExactly,
        };

    private static PreDeclarationRechecked SameAgain() =>
        new()
        {
            PreDeclarationId = PreDeclarationId,
            AttemptNo = 1,
            CheckNo = 1,
            ChangeNo = 1,
            Changes = [],
            EntitledCny = 0m,
            CheckedAt = At,
        };

    private static PreDeclarationRechecked OtherThanBefore() =>
        SameAgain() with
        {
            CheckNo = 2,
            ChangeNo = 1_000_000,
            Filing = LargestFiling(),
            Changes =
            [
                new()
                {
                    Feed = "vat-invoices",
                    Key = "26122000000000000001",
                    Field = "status",
                    Before = "NORMAL",
                    After = "RED",
                },
            ],
            EntitledCny = 1234.50m,
            CheckedAt = AtExactly,
        };

    /// <summary>A first ER attempt of an enterprise of which little is known.</summary>
    public static Filing SmallestFiling() =>
        new()
        {
            PreDeclarationId = PreDeclarationId,
            AttemptNo = 1,
            Lane = Lanes.Ordinary,
            Method = "ER",
            Declarant = new()
            {
                Uscc = "91120116MA05XEXF0J",
                Name = "",
                Kind = "FT",
                EnterpriseClass = 3,
                AeoStatus = "ORDINARY",
                TaxAuthority = "11200000000",
                CustomsDistrict = "",
                LegalPerson = "",
                Address = "",
                ProcessingTradeSharePercent = 0m,
                FirstDeclaredOn = null,
            },
            Period = "202602",
            BatchNo = 1,
            ExportLineCount = 0,
            FobUsd = 0m,
            RebateDueCny = 0m,
            ExemptCreditCny = 0m,
            DoubtCount = 0,
            GravestDoubtLevel = "NONE",
            Content = [],
            SubmittedAt = At,
        };

    /// <summary>
    /// A later ECR attempt in the express lane with every member at the far end of its range.
    /// </summary>
    public static Filing LargestFiling() =>
        SmallestFiling() with
        {
            AttemptNo = 12,
            Lane = Lanes.Express,
            Method = "ECR",
            ToRepayCny = 9876543210987.65m,
            Prerequisites =
            [
                new()
                {
                    PreDeclarationId = PreDeclarationId,
                    AttemptNo = 12,
                    GrantedCny = 9876543210987.65m,
                    TakenBackCny = 0.01m,
                },
                new()
                {
                    PreDeclarationId = PreDeclarationId,
                    AttemptNo = 1,
                    TakenBackCny = 0m,
                },
            ],
            Declarant = new()
            {
                Uscc = "91120116MA05XEXF0J",
                Name = "天津某某进出口有限公司",
                Kind = "PE",
                EnterpriseClass = 1,
                AeoStatus = "ADVANCED",
                TaxAuthority = "11200000000",
                CustomsDistrict = "0202",
                LegalPerson = "某人",
                Address = "天津市滨海新区某路1号",
                ProcessingTradeSharePercent = 87.25m,
                FirstDeclaredOn = new(2014, 1, 2),
            },
            BatchNo = 999,
            ExportLineCount = 50_000,
            FobUsd = -1234567890123.45m,
            RebateDueCny = 9876543210987.65m,
            ExemptCreditCny = 1234.50m,
            DoubtCount = 40,
            GravestDoubtLevel = "WARNING",
            Content = [0x1B, 0x00, 0xFF, 0x10],
            SubmittedAt = AtExactly,
        };

    private static PreDeclarationSubmitted Submitted(int attemptNo, DateTimeOffset at) =>
        new()
        {
            PreDeclarationId = PreDeclarationId,
            AttemptNo = attemptNo,
            SubmittedAt = at,
        };

    private static PreDeclarationFedBack FedBack(string outcome, int doubtCount) =>
        new()
        {
            PreDeclarationId = PreDeclarationId,
            AttemptNo = 1,
            Uscc = "91120116MA05XEXF0J",
            Outcome = outcome,
            DoubtCount = doubtCount,
            FedBackAt = At,
        };

    private static PreDeclarationWithdrawn Withdrawn(string kind, string reason) =>
        new()
        {
            PreDeclarationId = PreDeclarationId,
            AttemptNo = 1,
            Kind = kind,
            Reason = reason,
            WithdrawnAt = At,
        };

    private static SelfInspectionFiled Inspected(IReadOnlyList<SelfInspectionAnswer> answers) =>
        new()
        {
            PreDeclarationId = PreDeclarationId,
            AttemptNo = 1,
            RevisionNo = 1,
            FormFrom = new(2026, 1, 1),
            Answers = answers,
            SignedBy = "郑示例",
            FiledAt = new(2026, 3, 2, 1, 30, 2, TimeSpan.Zero),
        };

    private static SelfInspectionAnswer Answered(string answer) =>
        new()
        {
            Code = "Q01",
            QuestionZh = "出口货物是否由本企业自行组织货源？",
            QuestionEn = "Did the enterprise itself find the goods?",
            Answer = answer,
            Explanation = answer == "YES" ? "" : "由买方指定",
        };
}
