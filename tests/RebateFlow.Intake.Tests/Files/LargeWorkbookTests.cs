using System.Text.Json;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Files.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;

namespace RebateFlow.Intake.Tests.Files;

/// <summary>Runs by itself: it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection(nameof(AloneInTheProcess))]
public sealed class LargeWorkbookTests
{
    private const int Lines = 50_000;
    private const long MostGrowth = 400L * 1024 * 1024;

    [Fact]
    public void A_workbook_of_50_000_lines_is_read_within_400_mebibytes()
    {
        var file = TestFiles.Feedback(Large());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var source = new WatchedStream(file);

        var reading = FilingFile.Read(source);
        var filing = JsonSerializer.Deserialize(
            reading.Json.Span,
            RequestJson.Default.SubmittedFiling
        )!;
        source.Look();

        Assert.Equal(Lines, FilingRules.LineCount(filing));
        Assert.InRange(source.MostMemory - before, 0, MostGrowth);
    }

    private static SubmittedFiling Large()
    {
        var one = Samples.Er().Filing;
        return one with
        {
            ExportLines =
            [
                .. Enumerable
                    .Range(1, Lines / 2)
                    .Select(i => one.ExportLines[0] with { LineNo = $"{i}", Remark = $"备注{i}" }),
            ],
            PurchaseLines =
            [
                .. Enumerable
                    .Range(1, Lines / 2)
                    .Select(i => one.PurchaseLines[0] with { LineNo = $"{i}", Remark = $"{i}" }),
            ],
        };
    }

    /// <summary>Looks at the managed memory, garbage included, whenever it is read.</summary>
    private sealed class WatchedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long MostMemory { get; private set; }

        public void Look() =>
            MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: false));

        public override int Read(Span<byte> buffer)
        {
            Look();
            return base.Read(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Look();
            return base.Read(buffer, offset, count);
        }
    }
}
