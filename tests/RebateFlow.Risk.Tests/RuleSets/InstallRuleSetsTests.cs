using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.RuleSets;

namespace RebateFlow.Risk.Tests.RuleSets;

public sealed class InstallRuleSetsTests
{
    private static readonly string[] texts =
    [
        .. RulesDocument.ReadSeeds().Select(set => set.Document.ToText()),
    ];

    private static readonly HashSet<string> none = [];

    [Fact]
    public void New_sets_are_installed_and_installed_ones_are_left_alone()
    {
        Assert.Equal(4, InstallRuleSets.Missing(Files(texts), [], none).Count);
        Assert.Equal(
            ["2026-01-01", "2026-04-01", "2026-04-10"],
            InstallRuleSets.Missing(Files(texts), [texts[0]], none).Select(set => set.Version)
        );
        Assert.Empty(InstallRuleSets.Missing(Files(texts[0], texts[1]), texts, none));
    }

    [Fact]
    public void The_last_set_names_every_rule_and_older_ones_need_not()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() =>
            InstallRuleSets.Missing(Files(texts[0], texts[1]), [], none)
        );

        Assert.Contains("2026-01-01: RI-02: missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layout_of_a_file_is_no_change()
    {
        var spaced = texts[0].Replace(",\"", ",\n  \"", StringComparison.Ordinal);

        Assert.NotEqual(texts[0], spaced);
        Assert.Empty(InstallRuleSets.Missing(Files(spaced), [texts[0]], none));
    }

    [Fact]
    public void A_changed_set_needs_a_new_version()
    {
        var changed = texts[0].Replace("\"value\":25,", "\"value\":26,", StringComparison.Ordinal);

        var refusal = Assert.Throws<InvalidOperationException>(() =>
            InstallRuleSets.Missing(Files(changed), [texts[0]], none)
        );

        Assert.Contains(
            "is installed with other values",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_day_of_a_set_that_was_rolled_back_is_free()
    {
        var corrected = texts[3]
            .Replace(
                "\"version\":\"2026-04-10\"",
                "\"version\":\"2026-04-10-b\"",
                StringComparison.Ordinal
            );

        var refusal = Assert.Throws<InvalidOperationException>(() =>
            InstallRuleSets.Missing(Files(corrected), texts, none)
        );
        var missing = InstallRuleSets.Missing(
            Files(texts[3], corrected),
            texts,
            new HashSet<string> { "2026-04-10" }
        );

        Assert.Contains("two sets start on this day", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("2026-04-10-b", Assert.Single(missing).Version);
    }

    [Fact]
    public void A_faulty_file_is_named_with_its_fault()
    {
        var faulty = texts[0].Replace("\"CNY/USD\"", "\"\"", StringComparison.Ordinal);

        var refusal = Assert.Throws<InvalidOperationException>(() =>
            InstallRuleSets.Missing(Files(faulty), [texts[1]], none)
        );

        Assert.Contains("0.json: RI-01.max", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("0.json: RI-01.min", refusal.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Files(params string[] contents) =>
        contents.Select((text, i) => (text, i)).ToDictionary(p => $"{p.i}.json", p => p.text);
}
