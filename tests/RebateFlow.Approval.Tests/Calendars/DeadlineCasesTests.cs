using System.Globalization;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Policies;

namespace RebateFlow.Approval.Tests.Calendars;

/// <summary>
/// Deadlines over Spring Festival and National Day 2025 and 2026, reckoned by hand in
/// <c>deadlines.csv</c>, against the product with the calendar that it ships.
/// </summary>
public sealed class DeadlineCasesTests
{
    private static readonly WorkingDayCalendar Calendar = new(LoadSeeds.ReadCalendar());

    private static readonly string[] Lines = File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "Calendars", "deadlines.csv")
    );

    public static TheoryData<string> Cases() =>
        new(Lines.Skip(1).Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)]));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_product_reckons_as_a_person_does(string name)
    {
        var cells = Lines
            .Single(line => line.StartsWith(name + ",", StringComparison.Ordinal))
            .Split(',');
        var (started, due) = (Day(cells[2]), Day(cells[7]));
        var limit = int.Parse(cells[3], CultureInfo.InvariantCulture);
        var asOf = cells[5].Length > 0 ? Day(cells[5]) : due;

        var reckoning = Calendar.Reckon(started, limit, Stops(cells[4]), asOf);

        Assert.Equal(cells[6], string.Join(' ', reckoning.Days.Select(day => $"{day:MM-dd}")));
        Assert.Equal(due, reckoning.DueOn);
        Assert.False(reckoning.Provisional);
    }

    [Fact]
    public void Every_case_of_the_four_holidays_counts_as_many_days_as_its_limit()
    {
        Assert.Equal(34, Lines.Length - 1);
        foreach (var cells in Lines.Skip(1).Select(line => line.Split(',')))
            Assert.Equal(cells[3], $"{cells[6].Split(' ').Length}");
        foreach (var holiday in new[] { "S25-", "N25-", "S26-", "N26-" })
        {
            var mine = Lines.Where(line => line.StartsWith(holiday, StringComparison.Ordinal));
            Assert.All(
                new[] { " hold", "letter", "returned" },
                what => Assert.Contains(mine, line => $" {line.Split(',')[1]}".Contains(what))
            );
        }
    }

    /// <summary><c>REASON from/to</c>, one after the other; no to while the clock stands.</summary>
    private static ClockStop[] Stops(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. words
                .Chunk(2)
                .Select(pair =>
                {
                    var days = pair[1].Split('/');
                    return new ClockStop(
                        pair[0],
                        Day(days[0]),
                        days[1].Length > 0 ? Day(days[1]) : null
                    );
                }),
        ];
    }

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
