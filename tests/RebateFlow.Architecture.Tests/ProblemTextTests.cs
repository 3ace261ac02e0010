using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RebateFlow.Architecture.Tests.Tidy;

namespace RebateFlow.Architecture.Tests;

/// <summary>
/// Every problem code says what it means and what to do, in both languages; its page and the
/// catalogue <c>shared/docs/problems.md</c> are made from that.
/// </summary>
public sealed partial class ProblemTextTests
{
    private const string Texts = "shared/RebateFlow.ServiceDefaults/Refusals/problem-texts.json";

    [Fact]
    public void Every_problem_code_has_its_text()
    {
        var written = JsonNode
            .Parse(Repository.File(Texts).Text)!
            .AsObject()
            .Select(entry => entry.Key);
        var sources = Repository.CSharp.Where(file => !file.IsTest).Select(file => file.Text);
        Assert.Empty(CodesIn(sources).Except(written));
    }

    [Fact]
    public void A_code_is_found_in_the_source() =>
        Assert.Equal(["RBF-1234"], CodesIn(["new ProblemCode(\n    \"RBF-1234\",\n    409"]));

    private static IEnumerable<string> CodesIn(IEnumerable<string> sources) =>
        sources.SelectMany(text => Code().Matches(text)).Select(match => match.Groups[1].Value);

    [GeneratedRegex("\"(RBF-[0-9]{4})\"")]
    private static partial Regex Code();
}
