using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Contracts.Intake;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Reading;

/// <summary>The doubts of an attempt, out of its packed content.</summary>
public static class OpenDoubts
{
    /// <summary>
    /// False when the header says that no doubt needs passing; the content can stay packed then.
    /// </summary>
    public static bool MayHave(int doubtCount, string gravestLevel) =>
        doubtCount > 0 && WireCode.Find<DoubtLevel>(gravestLevel) is not DoubtLevel.Note;

    /// <summary>Those that somebody must pass before an approval: all beyond NOTE.</summary>
    public static IReadOnlyList<OpenDoubt> In(byte[] content) =>
        [
            .. All(content)
                .Where(doubt => doubt.Level != WireCode.Of(DoubtLevel.Note))
                .Select(doubt => new OpenDoubt(
                    doubt.DoubtNo,
                    WireCode.Find<PassableBy>(doubt.PassableBy) ?? PassableBy.Nobody
                )
                {
                    Code = doubt.Code,
                }),
        ];

    /// <summary>Every doubt. The lines, up to 50,000, are skipped and not built.</summary>
    public static IReadOnlyList<FiledDoubt> All(byte[] content) =>
        Payload.Unpack<DoubtsOnly>(content).Doubts;

    /// <summary>Each code once. The content stays packed when the header names no doubt.</summary>
    public static string[] CodesIn(Filing filing) =>
        filing.DoubtCount == 0
            ? []
            :
            [
                .. All(filing.Content)
                    .Select(doubt => doubt.Code)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];

    private sealed record DoubtsOnly
    {
        public required IReadOnlyList<FiledDoubt> Doubts { get; init; }
    }
}
