using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>People and cases for the state machine's tests.</summary>
public static class Officers
{
    private const string Tianjin = "11200000000";

    /// <summary>When the cases of these tests open.</summary>
    public static readonly DateTimeOffset Opening = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    public static Officer Reviewer(string id) => new(id, Tianjin, [Post.Review]);

    public static Officer ReReviewer(string id) => new(id, Tianjin, [Post.ReReview]);

    public static Officer Everything(string id) => new(id, Tianjin, Enum.GetValues<Post>());

    /// <summary>A waiting case of attempt 1 at the first post of the route.</summary>
    public static ApprovalCase Case(params Post[] route) =>
        ApprovalCase.Of(Guid.CreateVersion7(), ApprovalCase.Open(Attempt(1, route, 0m), Opening));

    /// <summary>An attempt of a green case with three days to go.</summary>
    public static Attempt Attempt(int attemptNo, IReadOnlyList<Post> route, decimal rebateCny) =>
        new()
        {
            AttemptNo = attemptNo,
            PreDeclarationId = new(1, 2, 3, new byte[8]),
            Lane = "express",
            Filing = new()
            {
                Uscc = "91120116MA90DEM45D",
                ExporterName = "天津示例精密加工有限公司",
                TaxAuthority = Tianjin,
                EnterpriseClass = 1,
                Method = "ER",
                Period = "202610",
                BatchNo = attemptNo,
                ExportLineCount = 2,
                DoubtCount = 0,
                GravestDoubtLevel = "NONE",
                DoubtCodes = ["M105"],
                FobUsd = 7_000_000.00m,
                RebateDueCny = rebateCny,
                ExemptCreditCny = 0m,
            },
            Placement = Placed(Channel.Green),
            Route = route,
            ClockStartedOn = new(2026, 11, 25),
            ClockResumedOn = attemptNo > 1 ? new DateOnly(2026, 11, 27) : null,
            Dates = new(new(2026, 12, 2), new(2026, 11, 30), new(2026, 11, 30), false),
            Sample = new(new(2026, 11, 25), 12.345678m, false, false),
            Basis = new(
                Guid.Empty,
                "2026-01",
                new Dictionary<string, string> { ["ENROLMENT"] = "MET" }
            ),
            ContentSha256 = new string('0', 64),
        };

    public static Placement Placed(Channel channel) =>
        new()
        {
            Channel = channel,
            LaterCheck = channel == Channel.Green,
            PolicyVersion = "2026-01-01",
            RouteVersion = "2026-01-01",
            Limits = new(5, 3, 3),
            Score = 10,
            Grade = "LOW",
            WatchlistLevel = channel == Channel.Enhanced ? 2 : null,
        };

    public static ApprovalCase With(this ApprovalCase some, params OpenDoubt[] doubts) =>
        some with
        {
            Doubts = doubts,
        };

    public static ApprovalCase Claiming(this ApprovalCase some, decimal rebateCny) =>
        some with
        {
            Filing = some.Filing with { RebateDueCny = rebateCny },
        };

    /// <summary>Terms of a plain week of work.</summary>
    public static CaseTerms Terms(TimeSpan lease, decimal secondOfficerCny = 1000m) =>
        new()
        {
            Today = new(2026, 11, 25),
            Lease = lease,
            SecondOfficerCny = secondOfficerCny,
            HoldSecondCny = 1_000_000m,
            WholeHoldNeedsSecond = true,
            LetterMonths = 1,
            LetterLongestMonths = 3,
            AssignsAtRandom = false,
            Calendar = new WorkingDayCalendar([]),
            NewId = Guid.CreateVersion7(),
        };
}
