using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Rechecks;

/// <summary>The check before the new one.</summary>
/// <param name="CheckNo">Its number within the attempt, from 1.</param>
public sealed record FormerCheck(
    int CheckNo,
    decimal RebateDueCny,
    decimal ExemptCreditCny,
    RebateResult Rebate,
    IReadOnlyList<Doubt> Doubts
);

/// <summary>A live filing that was compared again, and what follows from it. Pure.</summary>
/// <param name="Stale">What made the check before it stale.</param>
/// <param name="Facts">Values that changed.</param>
public sealed record Recheck(
    StaleFiling Stale,
    FinishedCheck Check,
    FormerCheck Former,
    IReadOnlyList<StaleFact> Facts
)
{
    private const int MostChanges = 200;

    /// <summary>
    /// Whether it says something else than the check before. What an officer decided already is
    /// looked at again for doubts and figures alone; before that, every changed value is told.
    /// </summary>
    public bool IsDifferent =>
        !IsSame(Former.Doubts, Check.Result.Doubts)
        || Former.RebateDueCny != Check.Result.Rebate.RebateDueCny
        || Former.Rebate.ToRepayCny != Check.Result.Rebate.ToRepayCny
        || Former.ExemptCreditCny != Check.Result.Rebate.ExemptCreditCny
        || (Facts.Count > 0 && !IsDecided);

    /// <summary>
    /// Whether the officers have decided: then vouchers and months stay as they are.
    /// </summary>
    public bool IsDecided => PreDeclaration.IsDecided(Check.Subject.State);

    /// <summary>
    /// Whether later months of ECR are computed on other figures from now on.
    /// </summary>
    public bool MovesMonths =>
        !IsDecided
        && Check.Result.Rebate.Summary is { } now
        && Former.Rebate.Summary is { } before
        && (now.CarryForwardEcr, now.RebateDue, now.EcrSalesCny)
            != (before.CarryForwardEcr, before.RebateDue, before.EcrSalesCny);

    /// <summary>Number of the check that stands from now on.</summary>
    public int CheckNo => IsDifferent ? Former.CheckNo + 1 : Former.CheckNo;

    /// <summary>
    /// What the filing earns by the new facts, CNY yuan: its rebate less the lines with a doubt
    /// that nobody may pass. A doubt about the exporter takes nothing from what was earned.
    /// </summary>
    public decimal EntitledCny
    {
        get
        {
            var rebate = Check.Result.Rebate;
            var barred = BarredCny(rebate);
            return Math.Max(
                0m,
                rebate.Summary is { } form
                    ? Math.Min(rebate.RebateDueCny, form.EcrTotal - barred)
                    : rebate.RebateDueCny - barred
            );
        }
    }

    /// <summary>The message that tells of it.</summary>
    public PreDeclarationRechecked ToMessage() =>
        new()
        {
            PreDeclarationId = Check.Subject.Id,
            AttemptNo = Check.Subject.AttemptNo,
            CheckNo = CheckNo,
            ChangeNo = Stale.ChangeNo,
            Filing = IsDifferent ? Check.ToFiling() : null,
            Changes = IsDifferent ? [.. Facts.Take(MostChanges).Select(ChangeOf)] : [],
            EntitledCny = EntitledCny,
            CheckedAt = Check.CheckedAt,
        };

    private decimal BarredCny(RebateResult rebate)
    {
        var places = Check
            .Result.Doubts.Where(doubt => doubt.PassableBy == PassableBy.None)
            .ToLookup(doubt => doubt.Form, doubt => doubt.Place);
        if (places.Count == 0)
            return 0m;
        var isEr = rebate.Summary is null;
        var lineNos = places[isEr ? "purchase" : "export"].ToHashSet();
        var exportLineNos = places["export"].ToHashSet();
        var associations = places["association"]
            .Concat(
                Check
                    .Filing.ExportLines.Where(line => isEr && exportLineNos.Contains(line.LineNo))
                    .Select(line => line.AssociationNo ?? "")
            )
            .ToHashSet();
        return rebate
            .Lines.Where(line =>
                lineNos.Contains(line.LineNo) || associations.Contains(line.AssociationNo)
            )
            .Sum(line => line.RebateCny);
    }

    /// <summary>The same doubts, whatever their order and their numbers.</summary>
    private static bool IsSame(IReadOnlyList<Doubt> former, IReadOnlyList<Doubt> now)
    {
        if (former.Count != now.Count)
            return false;
        var rest = now.GroupBy(KeyOf).ToDictionary(group => group.Key, group => group.Count());
        foreach (var doubt in former)
        {
            if (!rest.TryGetValue(KeyOf(doubt), out var left) || left == 0)
                return false;
            rest[KeyOf(doubt)] = left - 1;
        }
        return true;
    }

    private static (string, DoubtLevel, PassableBy, string, string, string) KeyOf(Doubt doubt) =>
        (
            doubt.Code,
            doubt.Level,
            doubt.PassableBy,
            $"{doubt.Form}/{doubt.Place}/{doubt.Field}",
            doubt.Declared,
            doubt.Expected
        );

    private static ChangedFact ChangeOf(StaleFact fact) =>
        new()
        {
            Feed = fact.Feed,
            Key = fact.Key,
            Field = ColumnNames.ToApi(fact.Field),
            Before = fact.Before,
            After = fact.After,
        };
}
