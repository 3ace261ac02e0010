using RebateFlow.Approval.Channels;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;

namespace RebateFlow.Approval.Cases;

/// <summary>The doubts of a filing that somebody must pass before it can be approved.</summary>
public static class OpenDoubts
{
    /// <summary>
    /// The content is unpacked only when the header says that there is such a doubt.
    /// </summary>
    public static IReadOnlyList<OpenDoubt> Of(Filing filing) =>
        MayHave(filing.DoubtCount, filing.GravestDoubtLevel) ? In(filing.Content) : [];

    public static bool MayHave(int doubtCount, string gravestLevel) =>
        doubtCount > 0 && Codes.Find<DoubtLevel>(gravestLevel) is not DoubtLevel.Note;

    public static IReadOnlyList<OpenDoubt> In(byte[] content) =>
        [
            .. Payload
                .Unpack<FilingContent>(content)
                .Doubts.Where(doubt => doubt.Level != Codes.Of(DoubtLevel.Note))
                .Select(doubt => new OpenDoubt(
                    doubt.DoubtNo,
                    Codes.Find<PassableBy>(doubt.PassableBy) ?? PassableBy.Nobody
                )
                {
                    Code = doubt.Code,
                }),
        ];
}
