using System.IO.Compression;
using System.Text.Json;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Console.Audit;

namespace RebateFlow.Console.Tests;

/// <summary>The operator's own check of a case file, and the words of the verb.</summary>
public sealed class AuditTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 4, 20, 2, 0, 0, TimeSpan.Zero);

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_file_as_it_was_exported_is_intact()
    {
        Write(Proof());

        var (code, said) = Check();

        Assert.Equal(0, code);
        Assert.Contains("2 entries", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_entry_is_named()
    {
        var proof = Proof();
        Write(proof with { Entries = [proof.Entries[0], proof.Entries[1] with { Actor = "x" }] });

        var (code, said) = Check();

        Assert.Equal(1, code);
        Assert.Contains("entry 2", said, StringComparison.Ordinal);
        Assert.Contains("the entry was changed", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a zip")]
    [InlineData("")]
    public void Something_else_is_wrong_use(string content)
    {
        File.WriteAllText(file, content);

        Assert.Equal(2, Check().Code);
    }

    [Fact]
    public void Words_become_a_query_and_unknown_ones_none()
    {
        var id = new Guid("019ab5c0-0000-7000-8000-00000000002a");

        Assert.Equal("", WorkOnAudit.QueryOf([]));
        Assert.Equal(
            $"caseId={id}&anchorNo=3&anchorHash=ab&",
            WorkOnAudit.QueryOf(["--case", $"{id}", "--anchor", "3", "ab"])
        );
        Assert.Null(WorkOnAudit.QueryOf(["--case", "7"]));
        Assert.Null(WorkOnAudit.QueryOf(["--anchor", "3"]));
        Assert.Null(WorkOnAudit.QueryOf(["all"]));
    }

    private (int Code, string Said) Check()
    {
        using var said = new StringWriter();
        return (WorkOnAudit.Check(file, said), said.ToString());
    }

    private void Write(CaseProof proof)
    {
        using var stream = File.Create(file);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        using var trail = zip.CreateEntry("trail.json").Open();
        JsonSerializer.Serialize(trail, proof, JsonSerializerOptions.Web);
    }

    private static CaseProof Proof()
    {
        var caseId = Guid.CreateVersion7();
        var trail = new AuditTrail(caseId, ChainHead.Empty);
        trail.Add(new CaseWithdrawn(1, "ERROR", "") { At = At });
        trail.Add(new Released { At = At.AddHours(1), By = new("officer", null) });
        return new()
        {
            CaseId = caseId,
            ExportedAt = At.AddDays(1),
            Entries = [.. trail.Added.Select(ProvedEntry.Of)],
            Anchors = [],
            Contents = new Dictionary<string, string>(),
        };
    }
}
