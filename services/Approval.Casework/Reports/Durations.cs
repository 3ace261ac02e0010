namespace RebateFlow.Approval.Casework.Reports;

/// <summary>
/// How many working days a number of cases took, as a histogram: exact, and small.
/// </summary>
public sealed class Durations
{
    private readonly SortedDictionary<int, int> casesByDays = [];

    public int Cases { get; private set; }

    public void Add(int workingDays, int cases)
    {
        casesByDays[workingDays] = casesByDays.GetValueOrDefault(workingDays) + cases;
        Cases += cases;
    }

    /// <summary>Mean working days, two decimals; 0 of no case.</summary>
    public decimal Average =>
        Cases == 0
            ? 0m
            : decimal.Round(casesByDays.Sum(pair => (decimal)pair.Key * pair.Value) / Cases, 2);

    /// <summary>
    /// The least number of working days within which a share of the cases was decided (nearest
    /// rank); 0 of no case.
    /// </summary>
    /// <param name="percent">1 to 100.</param>
    public int Percentile(int percent)
    {
        var rank = (int)decimal.Ceiling(Cases * percent / 100m);
        var seen = 0;
        foreach (var (days, cases) in casesByDays)
        {
            seen += cases;
            if (seen >= rank)
                return days;
        }
        return 0;
    }
}
