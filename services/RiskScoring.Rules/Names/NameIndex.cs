using System.Runtime.InteropServices;

namespace RebateFlow.RiskScoring.Rules.Names;

/// <summary>A name of a list.</summary>
/// <param name="Owner">Number of the entry that bears it, 0 or more.</param>
/// <param name="IsAlias">Whether it is another name than the entry's own.</param>
public readonly record struct ListedName(int Owner, string Text, NameKind Kind, bool IsAlias);

/// <summary>An entry whose name resembles the one looked for.</summary>
/// <param name="Owner">Number of the entry.</param>
/// <param name="Text">The name or alias that resembles it most, as listed.</param>
/// <param name="Score">How much, with the reasons.</param>
public readonly record struct NameMatch(int Owner, string Text, NameScore Score);

/// <summary>
/// The names of a list in memory, immutable. A name is looked for under a few keys: its sounds in
/// their order, the same with any one left out, and the same in any order. Only names that share a
/// key are compared, so the time does not grow with the list.
/// </summary>
public sealed class NameIndex
{
    // Below this, leaving one out leaves what half the list shares.
    private const int DeletionsFrom = 4;

    private readonly ListedName[] names;
    private readonly PartyName[] parsed;
    private readonly ulong[] keys;
    private readonly int[] places;

    public NameIndex(IEnumerable<ListedName> names)
    {
        this.names = [.. names];
        parsed = new PartyName[this.names.Length];
        var pairs = new List<(ulong Key, int Place)>(this.names.Length * 8);
        var buffer = new List<ulong>();
        for (var i = 0; i < this.names.Length; i++)
        {
            parsed[i] = PartyName.Parse(this.names[i].Text, this.names[i].Kind);
            AddKeys(parsed[i], buffer);
            foreach (var key in buffer)
                pairs.Add((key, i));
        }
        keys = [.. pairs.Select(pair => pair.Key)];
        places = [.. pairs.Select(pair => pair.Place)];
        Array.Sort(keys, places);
    }

    /// <summary>Number of names.</summary>
    public int Count => names.Length;

    /// <summary>Entries whose names score at least the threshold, best first.</summary>
    /// <param name="text">The name looked for, as written.</param>
    /// <param name="kind">Company or person; names of the other kind are left alone.</param>
    /// <param name="weights">What differences cost.</param>
    /// <param name="threshold">Least score; the threshold of the weights when left out.</param>
    public IReadOnlyList<NameMatch> Find(
        string text,
        NameKind kind,
        NameWeights weights,
        int? threshold = null
    )
    {
        var least =
            threshold
            ?? (kind == NameKind.Person ? weights.PersonThreshold : weights.CompanyThreshold);
        var wanted = PartyName.Parse(text, kind);
        var best = new Dictionary<int, NameMatch>();
        foreach (var place in Candidates(wanted))
        {
            var name = names[place];
            if (name.Kind != kind)
                continue;
            var score = NameComparison.Compare(wanted, parsed[place], weights.Deductions);
            if (name.IsAlias)
                score = score with { Reasons = score.Reasons | NameReasons.Alias };
            ref var match = ref CollectionsMarshal.GetValueRefOrAddDefault(
                best,
                name.Owner,
                out var isKnown
            );
            if (!isKnown || score.Score > match.Score.Score)
                match = new NameMatch(name.Owner, name.Text, score);
        }
        return
        [
            .. best
                .Values.Where(match => match.Score.Score >= least)
                .OrderByDescending(match => match.Score.Score)
                .ThenBy(match => match.Owner),
        ];
    }

    private HashSet<int> Candidates(PartyName wanted)
    {
        var found = new HashSet<int>();
        var wantedKeys = new List<ulong>();
        AddKeys(wanted, wantedKeys);
        foreach (var key in wantedKeys)
        {
            for (var i = FirstOf(key); i < keys.Length && keys[i] == key; i++)
                found.Add(places[i]);
        }
        return found;
    }

    private int FirstOf(ulong key)
    {
        var (low, high) = (0, keys.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (keys[middle] < key)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static void AddKeys(PartyName name, List<ulong> target)
    {
        target.Clear();
        var stem = name.Stem;
        Span<ushort> sounds = stem.Length <= 64 ? stackalloc ushort[64] : new ushort[stem.Length];
        sounds = sounds[..stem.Length];
        for (var i = 0; i < stem.Length; i++)
            sounds[i] = Lexicon.SoundOf(stem[i]);

        target.Add(HashOf(sounds, -1));
        if (name.Kind == NameKind.Company && stem.Length >= DeletionsFrom)
        {
            for (var i = 0; i < stem.Length; i++)
            {
                // Of equal neighbours one is like the other.
                if (i == 0 || sounds[i] != sounds[i - 1])
                    target.Add(HashOf(sounds, i));
            }
        }
        sounds.Sort();
        target.Add(~HashOf(sounds, -1));
    }

    // FNV-1a over the sounds; a collision costs one needless comparison.
    private static ulong HashOf(ReadOnlySpan<ushort> sounds, int without)
    {
        var hash = 14695981039346656037UL;
        for (var i = 0; i < sounds.Length; i++)
        {
            if (i != without)
                hash = (hash ^ sounds[i]) * 1099511628211UL;
        }
        return hash;
    }
}
