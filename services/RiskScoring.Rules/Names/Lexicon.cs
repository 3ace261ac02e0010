using System.Collections.Frozen;
using nietras.SeparatedValues;

namespace RebateFlow.RiskScoring.Rules.Names;

/// <summary>Words and characters, read once from the tables of <c>seeds/screening</c>.</summary>
internal static class Lexicon
{
    private const string Prefix = "screening/";

    /// <summary>No characters of the same sound or look are mistaken for these.</summary>
    private const string Numerals = "一二三四五六七八九十百千万两零〇0123456789";

    private static readonly char[] simplified = ReadSimplified();
    private static readonly ushort[] syllables = ReadSyllables(syllable => syllable);
    private static readonly ushort[] nearSyllables = ReadSyllables(Slurred);
    private static readonly FrozenSet<(char, char)> lookAlikes = ReadLookAlikes();

    /// <summary>Regions by name, with the province of each; the same when it is one.</summary>
    public static FrozenDictionary<string, string> Regions { get; } =
        Words("REGION")
            .ToFrozenDictionary(row => row.Word, row => row.Of.Length == 0 ? row.Word : row.Of);

    /// <summary>Legal forms by their words, to their kind.</summary>
    public static FrozenDictionary<string, string> Forms { get; } =
        Words("FORM").ToFrozenDictionary(row => row.Word, row => row.Of);

    /// <summary>Words of trades.</summary>
    public static FrozenSet<string> Trades { get; } =
        Words("TRADE").Select(row => row.Word).ToFrozenSet();

    /// <summary>The simplified form of a character; the character when there is none.</summary>
    public static char Simplify(char c) => simplified[c];

    /// <summary>
    /// Number of the sound of a character, without its tone; characters that sound nearly alike
    /// share it. A character whose sound is not known has a number of its own.
    /// </summary>
    public static ushort SoundOf(char c) => nearSyllables[c];

    /// <summary>Whether two characters sound alike.</summary>
    public static bool SoundAlike(char a, char b) => a != b && syllables[a] == syllables[b];

    /// <summary>Whether two characters sound nearly alike, as many speakers say them.</summary>
    public static bool SoundNear(char a, char b) => nearSyllables[a] == nearSyllables[b];

    /// <summary>Whether two characters look alike.</summary>
    public static bool LookAlike(char a, char b) => lookAlikes.Contains((a, b));

    /// <summary>Names of the embedded tables with an ending.</summary>
    public static IEnumerable<string> Resources(string ending) =>
        typeof(Lexicon)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Where(name => name.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Opens a table.</summary>
    public static Stream Open(string name) =>
        typeof(Lexicon).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name} is not embedded.");

    private static char[] ReadSimplified()
    {
        var map = new char[char.MaxValue + 1];
        for (var c = 0; c < map.Length; c++)
            map[c] = (char)c;
        foreach (var (traditional, simple) in Rows("traditional-simplified"))
            map[traditional[0]] = simple[0];
        return map;
    }

    private static string Slurred(string syllable)
    {
        var rest = syllable.Length > 2 && syllable[1] == 'h' ? syllable.Remove(1, 1) : syllable;
        if (rest[0] == 'n')
            rest = 'l' + rest[1..];
        return
            rest.EndsWith("ing", StringComparison.Ordinal)
            || rest.EndsWith("eng", StringComparison.Ordinal)
            ? rest[..^1]
            : rest;
    }

    private static ushort[] ReadSyllables(Func<string, string> spoken)
    {
        // Numbers of sounds lie where no character does: the surrogates.
        var map = new ushort[char.MaxValue + 1];
        for (var c = 0; c < map.Length; c++)
            map[c] = (ushort)c;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (syllable, characters) in Rows("syllables"))
        {
            var sound = spoken(syllable);
            numbers.TryAdd(sound, 0xD800 + numbers.Count);
            foreach (var c in characters)
                map[c] = (ushort)numbers[sound];
        }
        foreach (var c in Numerals)
            map[c] = c;
        return map;
    }

    private static FrozenSet<(char, char)> ReadLookAlikes() =>
        Rows("look-alikes")
            .SelectMany(row => row.First.SelectMany(a => row.First.Select(b => (a, b))))
            .Where(pair => pair.a != pair.b && !Numerals.Contains(pair.a))
            .Where(pair => !Numerals.Contains(pair.b))
            .ToFrozenSet();

    private static List<(string Word, string Of)> Words(string kind)
    {
        using var reader = Sep.Reader().From(Open($"{Prefix}words.csv"));
        var rows = new List<(string Word, string Of)>();
        foreach (var row in reader)
        {
            if (row["kind"].Span.SequenceEqual(kind))
                rows.Add((row["word"].ToString(), row["of"].ToString()));
        }
        return rows;
    }

    private static List<(string First, string Last)> Rows(string table)
    {
        using var reader = Sep.Reader().From(Open($"{Prefix}{table}.csv"));
        var rows = new List<(string, string)>();
        foreach (var row in reader)
            rows.Add((row[0].ToString(), row[^1].ToString()));
        return rows;
    }
}
