using System.Collections.Frozen;
using System.Text;

namespace RebateFlow.Primitives;

/// <summary>
/// The codes of an enum as they stand in messages, JSON and the database: the name in upper case
/// with underscores, so <c>ReReview</c> is <c>RE_REVIEW</c>.
/// </summary>
public static class Codes
{
    /// <summary>The code of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.CodeByValue[value];

    /// <summary>Null when the code is none of <typeparamref name="T"/>.</summary>
    public static T? Find<T>(string? code)
        where T : struct, Enum =>
        code is not null && Table<T>.ValueByCode.TryGetValue(code, out var value) ? value : null;

    /// <summary>For codes that we stored ourselves: an unknown one is a damaged row.</summary>
    /// <exception cref="InvalidDataException">It is none of the codes.</exception>
    public static T Read<T>(string code)
        where T : struct, Enum =>
        Find<T>(code) ?? throw new InvalidDataException($"{typeof(T).Name} has no code {code}.");

    /// <summary>Every code, in the order of the values.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> CodeByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(value => value, value => Write(value.ToString()));

        public static readonly FrozenDictionary<string, T> ValueByCode =
            CodeByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }

    /// <summary>The code of a name in Pascal case.</summary>
    public static string Write(string name)
    {
        var code = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && code.Length > 0)
                code.Append('_');
            code.Append(char.ToUpperInvariant(letter));
        }

        return code.ToString();
    }
}
