using System.Text;
using System.Text.Json;
using CsCheck;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.Requests;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Feeds;

/// <summary>The look that costs no exception finds just what reading refuses.</summary>
public sealed class FlatJsonTests
{
    private const string Good =
        """{"code":"8471301000","name":"显\u793a器","unit1":"台","unit2":null,"vatRates":["13","9"],"""
        + """ "rebateRate":"13.00","specialFlag":"","validFrom":"2019-04-01","version":10}""";

    [Theory]
    [InlineData(Good, "")]
    [InlineData("null", "is not readable JSON")]
    [InlineData("{} {}", "is not readable JSON")]
    [InlineData("""{"code":"x",}""", "is not readable JSON")]
    [InlineData("""{"code":"\ud800"}""", "is not readable JSON")]
    [InlineData("""{"code":"a", "code":"b"}""", "code: occurs twice")]
    [InlineData("""{"code":{"a":[1,"}"]}}""", "code: must be a string")]
    [InlineData("""{"rebateRate":13}""", "rebateRate: must be a number written as a string")]
    [InlineData("""{"validFrom":"2019-13-01"}""", "validFrom: must be a date, yyyy-MM-dd")]
    [InlineData("""{"version":1.5}""", "version: must be a whole number")]
    [InlineData("""{"version":99999999999999999999}""", "version: must be a whole number")]
    [InlineData("""{"name":null}""", "name: must not be null")]
    [InlineData("""{"vatRates":["13",9]}""", "vatRates: must be a JSON array")]
    [InlineData("""{"surplus":[]}""", "surplus: is not a known member")]
    [InlineData("{}", "version: is required")]
    public void Each_fault_is_named(string json, string expected)
    {
        var faults = FaultsOf(Encoding.UTF8.GetBytes(json));

        if (expected.Length == 0)
            Assert.Equal("", faults);
        else
            Assert.Contains(expected, faults);
    }

    /// <summary>A good row with bytes put in, taken out and changed at random.</summary>
    [Fact]
    public void It_finds_a_fault_exactly_when_a_row_cannot_be_read() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 2], Marks)
            .Array[1, 3]
            .Sample(
                changes =>
                {
                    var json = Encoding.UTF8.GetBytes(changes.Aggregate(Good, Changed));

                    Assert.Equal(IsReadable(json), FaultsOf(json).Length == 0);
                },
                iter: 20_000
            );

    private static readonly string[] marks =
    [
        .. "\"\\,:{}[]-01.e \t\u0001".Select(mark => mark.ToString()),
        "null",
        "true",
        "\\u12",
        "\"\"",
        "\"x\":1,",
        "\\ud83d\\ude00",
        "99999999999999999999",
    ];

    private static Gen<string> Marks => Gen.OneOf([.. marks.Select(Gen.Const)]);

    private static string Changed(string json, (int At, int Length, string Mark) change)
    {
        var at = Math.Min(change.At, json.Length);
        return json.Remove(at, Math.Min(change.Length, json.Length - at)).Insert(at, change.Mark);
    }

    private static bool IsReadable(byte[] json)
    {
        try
        {
            // The check of the row refuses days at the ends of the calendar.
            return JsonSerializer.Deserialize(json, FeedJson.Default.RateLibraryFeedRow) is { } row
                && UsableDay.Is(row.ValidFrom);
        }
        catch (JsonException)
        {
            // What the look has to find.
            return false;
        }
    }

    private static string FaultsOf(byte[] json)
    {
        var faults = new RowFaults(isChinese: false);
        new FlatJson(FeedJson.Default.RateLibraryFeedRow, faults.Add).Check(json);
        return faults.Take();
    }
}
