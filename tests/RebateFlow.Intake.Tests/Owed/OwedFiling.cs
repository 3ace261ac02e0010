using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.GreenChannel;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.PreDeclarations;

namespace RebateFlow.Intake.Tests.Owed;

/// <summary>A filing of a history, with its vouchers and its case.</summary>
internal sealed class OwedFiling(int number, SubmittedFiling document)
{
    public static readonly Officer Officer = new("officer", "", Enum.GetValues<Post>());

    public Guid Id { get; } = new(number, 0, 0, new byte[8]);
    public SubmittedFiling Document { get; set; } = document;
    public int AttemptNo { get; set; } = 1;
    public PreDeclarationState State { get; set; } = PreDeclarationState.Submitted;
    public CheckOutcome? Outcome { get; set; }
    public VoucherClaim Held { get; set; } = VoucherClaim.Nothing;
    public ApprovalCase? Case { get; set; }

    public bool IsPending => State == PreDeclarationState.UnderReview;
    public bool IsApproved => State == PreDeclarationState.Approved;
    public bool IsLive => IsPending || IsApproved;

    /// <summary>Live filings take back what they say; no other one does.</summary>
    public IReadOnlyList<TakenLine> Taken { get; set; } = [];

    public string Label => $"{Document.Period}-{Document.BatchNo}";

    public IReadOnlyList<Prerequisite> Prerequisites => Outcome?.Prerequisites ?? [];

    public OriginalFiling ToOriginal(IEnumerable<OwedFiling> all)
    {
        var others = all.Where(one => one != this).SelectMany(one => one.Taken);
        return new OriginalFiling
        {
            Id = Id,
            AttemptNo = AttemptNo,
            Label = Label,
            Filing = Document,
            Rebate = Outcome!.Rebate,
            GrantedCny = IsApproved ? Case!.ApprovedCny : null,
        }.After(others);
    }

    public Attempt ToAttempt() =>
        new()
        {
            AttemptNo = AttemptNo,
            PreDeclarationId = Id,
            Lane = "ordinary",
            Filing = new()
            {
                Uscc = Samples.Declarant,
                ExporterName = "",
                TaxAuthority = "",
                EnterpriseClass = 2,
                Method = "ER",
                Period = Document.Period,
                BatchNo = Document.BatchNo,
                ExportLineCount = Document.ExportLines.Count,
                DoubtCount = 0,
                GravestDoubtLevel = "NONE",
                DoubtCodes = [],
                FobUsd = 0m,
                RebateDueCny = Outcome!.Rebate.RebateDueCny,
                ToRepayCny = Outcome.Rebate.ToRepayCny,
                ExemptCreditCny = 0m,
            },
            Placement = new()
            {
                Channel = Channel.Standard,
                LaterCheck = false,
                PolicyVersion = "",
                RouteVersion = "",
                Limits = new(10, 10, 10),
                Score = 0,
                Grade = "LOW",
            },
            Route = [Post.Review],
            ClockStartedOn = Samples.Today,
            Dates = new(Samples.Today, Samples.Today, Samples.Today, false),
            Sample = new(Samples.Today, 0m, false, false),
            Basis = new(Guid.Empty, "", new Dictionary<string, string>()),
            ContentSha256 = "",
        };

    public static CaseTerms Terms(OwedTerms owed) =>
        new()
        {
            Today = Samples.Today,
            Lease = TimeSpan.FromHours(1),
            SecondOfficerCny = 1_000_000_000m,
            HoldSecondCny = 1_000_000_000m,
            WholeHoldNeedsSecond = false,
            LetterMonths = 1,
            LetterLongestMonths = 3,
            AssignsAtRandom = false,
            Calendar = new WorkingDayCalendar([]),
            NewId = Guid.CreateVersion7(),
            Owed = owed,
        };
}
