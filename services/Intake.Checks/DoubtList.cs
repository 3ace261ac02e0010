using RebateFlow.Intake.Checks.Doubts;

namespace RebateFlow.Intake.Checks;

/// <summary>
/// Turns findings into doubts, in the order they come, and sums up what they mean.
/// </summary>
internal sealed class DoubtList(DoubtCatalogue catalogue, DateOnly today)
{
    private readonly List<Doubt> _doubts = [];
    private readonly HashSet<AwaitedInformation> _awaited = [];
    private readonly HashSet<AwaitedInformation> _late = [];
    private bool _isBlocked;

    public IReadOnlyList<Doubt> All => _doubts;

    /// <summary>Missing information in the order it was missed, each once.</summary>
    public IReadOnlyList<AwaitedInformation> Awaited => [.. _awaited];

    /// <summary>
    /// Missing information whose form was filed: nothing waits for it, but its arrival counts.
    /// </summary>
    public IReadOnlyList<AwaitedInformation> Late => [.. _late];

    /// <summary>Waiting is an answer only when data are all that is missing.</summary>
    public FeedbackOutcome Outcome =>
        _isBlocked ? FeedbackOutcome.Blocked
        : _awaited.Count > 0 ? FeedbackOutcome.AwaitingData
        : _doubts.Count > 0 ? FeedbackOutcome.Passable
        : FeedbackOutcome.Clean;

    /// <summary>A finding whose code is not in force today is no doubt.</summary>
    public void Add(string form, string linePlace, Finding? finding)
    {
        if (finding is null || catalogue.Find(finding.Code, today) is not { } row)
            return;
        if (finding.AwaitedFeed is { } feed)
        {
            var missing = finding.Effect is null ? _awaited : _late;
            missing.Add(new AwaitedInformation(feed, finding.AwaitedKey));
        }
        else if (row.PassableBy == PassableBy.None)
            _isBlocked = true;

        var place = finding.Place ?? linePlace;
        _doubts.Add(
            new Doubt
            {
                DoubtNo = _doubts.Count + 1,
                Code = finding.Code,
                Level = finding.Effect?.Level ?? row.Level,
                PassableBy = finding.Effect?.PassableBy ?? row.PassableBy,
                Form = form,
                Place = place,
                Field = finding.Field,
                Declared = finding.Declared,
                Expected = finding.Expected,
                TextZh = row.TextZh.Fill(finding.Declared, finding.Expected, place),
                TextEn = row.TextEn.Fill(finding.Declared, finding.Expected, place),
                RemedyZh = row.RemedyZh,
                RemedyEn = row.RemedyEn,
            }
        );
    }
}
