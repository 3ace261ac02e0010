using System.Buffers;

namespace RebateFlow.Primitives;

/// <summary>
/// Unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters without I, O, S, V, Z.
/// </summary>
public readonly record struct Uscc
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private static ReadOnlySpan<byte> Weights =>
        [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private static ReadOnlySpan<byte> OrganisationWeights => [3, 7, 9, 10, 5, 8, 4, 2];

    private Uscc(string value) => Value = value;

    /// <summary>18 characters, upper case, half width.</summary>
    public string Value { get; }

    /// <summary>
    /// Whether character 18 is the one GB 32100 computes. Early codes of the pilot in Fujian carry
    /// another one and are legal, so a false answer is a reason to look, not to refuse.
    /// </summary>
    public bool CheckCharacterConforms => CheckCharacterOf(Value.AsSpan(0, 17)) == Value[17];

    /// <summary>
    /// Whether character 17 is the one GB 11714 computes for the subject code 9 to 16.
    /// </summary>
    public bool OrganisationCodeConforms =>
        OrganisationCheckCharacterOf(Value.AsSpan(8, 8)) == Value[16];

    /// <summary>
    /// Reads a code after normalising width and case; checks length and alphabet only.
    /// </summary>
    public static bool TryParse(string? text, out Uscc uscc)
    {
        var normal = CodeText.Normalize(text);
        var isCode = normal.Length == 18 && !normal.AsSpan().ContainsAnyExcept(Letters);
        uscc = isCode ? new Uscc(normal) : default;
        return isCode;
    }

    /// <summary>Check character of GB 32100 for the first 17 characters of a code.</summary>
    public static char CheckCharacterOf(ReadOnlySpan<char> first17)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += Alphabet.IndexOf(first17[i]) * Weights[i];
        return Alphabet[(31 - sum % 31) % 31];
    }

    /// <summary>
    /// Check character of GB 11714 for the first 8 characters of an organisation code.
    /// </summary>
    public static char OrganisationCheckCharacterOf(ReadOnlySpan<char> first8)
    {
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            var c = first8[i];
            sum += (char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10) * OrganisationWeights[i];
        }
        return (11 - sum % 11) switch
        {
            10 => 'X',
            11 => '0',
            var digit => (char)('0' + digit),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
