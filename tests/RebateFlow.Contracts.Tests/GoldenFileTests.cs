using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Tests.Samples;

namespace RebateFlow.Contracts.Tests;

public sealed class GoldenFileTests
{
    public static TheoryData<string> SampleFiles() =>
        [.. Sample.All.SelectMany(sample => sample.Files()).Select(file => file.File)];

    public static TheoryData<string> GoldenFiles() =>
        [
            .. Directory
                .EnumerateFiles(GoldenFile.Folder, "*.json")
                .Select(path => Path.GetFileName(path)),
        ];

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void Message_looks_on_the_wire_as_its_golden_file_says(string name)
    {
        var (_, value) = Sample
            .All.SelectMany(sample => sample.Files())
            .Single(f => f.File == name);

        if (GoldenFile.IsUpdate)
            GoldenFile.Update(name, value);
        Assert.Null(GoldenFile.Difference(name, value));
    }

    [Fact]
    public void A_message_that_differs_from_its_golden_file_is_found()
    {
        var (name, value) = Sample.All[0].Files().First();
        var changed = (PreDeclarationSubmitted)value with { AttemptNo = 2 };

        Assert.Equal(
            "pre-declaration-submitted.minimal.v1.json line 3: expected \"\"attemptNo\": 1,\", "
                + "found \"\"attemptNo\": 2,\"",
            GoldenFile.Difference(name, changed)
        );
    }

    [Fact]
    public void A_message_without_golden_file_is_found() =>
        Assert.Equal(
            "nothing.minimal.v1.json does not exist",
            GoldenFile.Difference("nothing.minimal.v1", new object())
        );

    [Theory]
    [MemberData(nameof(GoldenFiles))]
    public void Old_wire_form_is_still_read_without_losing_a_value(string file)
    {
        var json = File.ReadAllText(Path.Combine(GoldenFile.Folder, file));

        Assert.Null(GoldenFile.LostInRoundTrip(json, TypeOf(file)));
    }

    [Fact]
    public void A_renamed_member_is_found_as_lost() =>
        Assert.Equal(
            "$.oldName",
            GoldenFile.LostInRoundTrip("""{"name":"a","oldName":"b"}""", typeof(Named))
        );

    [Fact]
    public void A_member_that_became_required_is_found() =>
        Assert.Contains("'name'", GoldenFile.LostInRoundTrip("{}", typeof(Named)));

    [Fact]
    public void A_changed_value_deep_inside_is_found_as_lost() =>
        Assert.Equal(
            "$.prices[1]",
            GoldenFile.LostInRoundTrip("""{"name":"a","prices":[1.50,2.567]}""", typeof(Named))
        );

    [Fact]
    public void A_member_that_a_newer_publisher_added_is_ignored_by_todays_reader()
    {
        var path = Path.Combine(GoldenFile.Folder, "case-opened.minimal.v1.json");
        var newer = File.ReadAllText(path).Replace("\"caseId\"", "\"addedLater\": [1], \"caseId\"");

        Assert.Equal(
            "$.addedLater",
            GoldenFile.LostInRoundTrip(newer, TypeOf("case-opened.minimal.v1.json"))
        );
    }

    /// <summary>
    /// The type a golden file belongs to, by its first and its last word: name and version.
    /// </summary>
    private static Type TypeOf(string file)
    {
        var parts = Path.GetFileNameWithoutExtension(file).Split('.');
        var name = $"{parts[0]}.{parts[2].Split('-')[0]}";
        return Sample.All.Single(sample => sample.Name == name).Maximal.GetType();
    }

    private sealed record Named
    {
        public required string Name { get; init; }

        public IReadOnlyList<decimal> Prices
        {
            get;
            init => field = [.. value.Select(price => decimal.Round(price, 2))];
        } = [];
    }
}
