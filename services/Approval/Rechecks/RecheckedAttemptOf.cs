using System.Security.Cryptography;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Reading;
using RebateFlow.Contracts.Intake;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Rechecks;

/// <summary>A comparison as the case takes it in. Pure.</summary>
public static class RecheckedAttemptOf
{
    private const int MostChanges = 50;

    /// <param name="message">It has a filing.</param>
    /// <param name="former">Packed content of the check before.</param>
    /// <param name="passed">Numbers of its doubts that somebody passed.</param>
    public static RecheckedAttempt Message(
        PreDeclarationRechecked message,
        byte[] former,
        IReadOnlyList<int> passed
    )
    {
        var filing = message.Filing!;
        var now = OpenDoubts.All(filing.Content);
        return new()
        {
            CheckNo = message.CheckNo,
            Filing = AttemptOf.Header(filing),
            Prerequisites = AttemptOf.PrerequisitesOf(filing),
            ContentSha256 = Convert.ToHexStringLower(SHA256.HashData(filing.Content)),
            Changes =
            [
                .. message
                    .Changes.Take(MostChanges)
                    .Select(one => new FactChange(
                        one.Feed,
                        one.Key,
                        one.Field,
                        one.Before,
                        one.After
                    )),
            ],
            Passes =
                passed.Count == 0
                    ? []
                    :
                    [
                        .. Kept(OpenDoubts.All(former), now, passed),
                        // What officers raised is not about the facts that were compared.
                        .. passed
                            .Where(number => number >= RaisedDoubt.FirstNo)
                            .Select(number => new KeptPass(number, number)),
                    ],
            EntitledCny = message.EntitledCny,
            IsBarred = now.Any(doubt =>
                WireCode.Find<PassableBy>(doubt.PassableBy) is null or PassableBy.Nobody
            ),
        };
    }

    /// <summary>
    /// A doubt that says what it said, about the same values, stays passed; each pass once.
    /// </summary>
    private static IEnumerable<KeptPass> Kept(
        IReadOnlyList<FiledDoubt> former,
        IReadOnlyList<FiledDoubt> now,
        IReadOnlyList<int> passed
    )
    {
        var numbers = now.GroupBy(KeyOf)
            .ToDictionary(
                group => group.Key,
                group => new Queue<int>(group.Select(doubt => doubt.DoubtNo))
            );
        foreach (var doubt in former.Where(doubt => passed.Contains(doubt.DoubtNo)))
            if (numbers.TryGetValue(KeyOf(doubt), out var free) && free.TryDequeue(out var number))
                yield return new(doubt.DoubtNo, number);
    }

    private static (string, string, string, string) KeyOf(FiledDoubt doubt) =>
        (
            $"{doubt.Code}/{doubt.Level}/{doubt.PassableBy}",
            $"{doubt.Form}/{doubt.Place}/{doubt.Field}",
            doubt.Declared,
            doubt.Expected
        );
}
