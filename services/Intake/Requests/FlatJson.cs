using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.Intake.Requests;

/// <summary>
/// Says everything that is wrong with a JSON object of texts, numbers, truths, days and lists of
/// texts, as a row of a feed is. Unlike a serializer it raises no exception, so that millions of
/// bad rows cost no more than good ones.
/// </summary>
public sealed class FlatJson
{
    private readonly Member[] members;
    private readonly Action<string, string, string> add;
    private ulong seen;

    /// <summary>Looks for the members of a type.</summary>
    /// <param name="type">Its members are flat, at most 64 of them.</param>
    /// <param name="add">Is told member, Chinese and English text of each fault.</param>
    public FlatJson(JsonTypeInfo type, Action<string, string, string> add)
    {
        members = [.. type.Properties.Where(member => member.Set is not null).Select(MemberOf)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members.Length, 64);
        this.add = add;
    }

    private enum Kind
    {
        Text,
        Truth,
        Int,
        Long,
        Day,
        Number,
        Texts,
    }

    /// <summary>Looks a row through; what is found is added.</summary>
    public void Check(ReadOnlySpan<byte> json)
    {
        seen = 0;
        if (!Utf8.IsValid(json) || !TryRead(new JsonCursor(json)))
        {
            add("", "不是可读的JSON", "is not readable JSON");
            return;
        }
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i].IsRequired && (seen & (1UL << i)) == 0)
                add(members[i].Name, "缺少必填字段", "is required");
        }
    }

    private bool TryRead(JsonCursor cursor)
    {
        if (!cursor.TryTake('{'))
            return false;
        if (!cursor.TryTake('}'))
        {
            do
            {
                if (!cursor.TryTakeText(out var raw) || !cursor.TryTake(':'))
                    return false;
                if (!TryReadValue(ref cursor, JsonCursor.Decode(raw)))
                    return false;
            } while (cursor.TryTake(','));
            if (!cursor.TryTake('}'))
                return false;
        }
        return cursor.IsAtEnd();
    }

    private bool TryReadValue(ref JsonCursor cursor, string name)
    {
        var index = Array.FindIndex(
            members,
            member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        );
        if (index < 0)
        {
            add(name, "没有该字段", "is not a known member");
            return TryReadValue(ref cursor, Kind.Text, out _);
        }
        var member = members[index];
        if ((seen & (1UL << index)) != 0)
            add(member.Name, "重复出现", "occurs twice");
        seen |= 1UL << index;
        if (cursor.TryTake("null"u8))
        {
            if (!member.IsNullable)
                add(member.Name, "不得为null", "must not be null");
            return true;
        }
        if (!TryReadValue(ref cursor, member.Kind, out var isFine, member.Notation))
            return false;
        if (!isFine)
            add(member.Name, member.Expected.Zh, member.Expected.En);
        return true;
    }

    /// <summary>False when what follows is no JSON; whether it is of the kind otherwise.</summary>
    private static bool TryReadValue(
        ref JsonCursor cursor,
        Kind kind,
        out bool isFine,
        IDecimalNotation? notation = null
    )
    {
        isFine = false;
        switch (cursor.Next())
        {
            case (byte)'"':
                if (!cursor.TryTakeText(out var raw))
                    return false;
                isFine = IsText(raw, kind, notation);
                return true;
            case (byte)'[' when kind == Kind.Texts:
                return TryReadTexts(ref cursor, out isFine);
            case (byte)'{' or (byte)'[':
                return cursor.TrySkipNested();
            case (byte)'t' or (byte)'f' or (byte)'n':
                isFine = kind == Kind.Truth && cursor.Next() != 'n';
                return cursor.TryTake("true"u8)
                    || cursor.TryTake("false"u8)
                    || cursor.TryTake("null"u8);
            default:
                if (!cursor.TryTakeNumber(out var digits))
                    return false;
                isFine = IsWhole(digits, kind);
                return true;
        }
    }

    private static bool TryReadTexts(ref JsonCursor cursor, out bool isFine)
    {
        isFine = true;
        cursor.TryTake('[');
        if (cursor.TryTake(']'))
            return true;
        do
        {
            if (cursor.TryTake("null"u8))
            {
                isFine = false;
                continue;
            }
            if (!TryReadValue(ref cursor, Kind.Text, out var isText))
                return false;
            isFine &= isText;
        } while (cursor.TryTake(','));
        return cursor.TryTake(']');
    }

    private static bool IsText(ReadOnlySpan<byte> raw, Kind kind, IDecimalNotation? notation) =>
        kind switch
        {
            Kind.Text => !raw.Contains((byte)'\\') || UsableText.Is(JsonCursor.Decode(raw)),
            Kind.Day => raw.Length < LongestScalar
                && DateOnly.TryParseExact(
                    JsonCursor.Decode(raw),
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
                && UsableDay.Is(day),
            Kind.Number => raw.Length < LongestScalar
                && DecimalText.TryParse(
                    JsonCursor.Decode(raw),
                    notation!.WholeDigits,
                    notation.Places,
                    out _
                ),
            Kind.Truth or Kind.Int or Kind.Long or Kind.Texts => false,
        };

    /// <summary>A day or decimal, were each of its characters escaped, is shorter.</summary>
    private const int LongestScalar = 256;

    private static bool IsWhole(ReadOnlySpan<byte> digits, Kind kind)
    {
        var length = 0;
        var isFine = kind == Kind.Int && Utf8Parser.TryParse(digits, out int _, out length);
        isFine |= kind == Kind.Long && Utf8Parser.TryParse(digits, out long _, out length);
        return isFine && length == digits.Length;
    }

    private static Member MemberOf(JsonPropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        var notation =
            type == typeof(decimal)
                ? (IDecimalNotation)Activator.CreateInstance(ConverterOf(member))!
                : null;
        return new Member(
            member.Name,
            KindOf(type),
            notation,
            member.IsRequired,
            member.IsSetNullable,
            KindOf(type) == Kind.Texts
                ? new Bilingual("须为JSON数组", "must be a JSON array")
                : JsonFaults.Expected(type)
        );
    }

    private static Kind KindOf(Type type) =>
        type == typeof(string) ? Kind.Text
        : type == typeof(bool) ? Kind.Truth
        : type == typeof(int) ? Kind.Int
        : type == typeof(long) ? Kind.Long
        : type == typeof(DateOnly) ? Kind.Day
        : type == typeof(decimal) ? Kind.Number
        : type == typeof(IReadOnlyList<string>) ? Kind.Texts
        : throw new NotSupportedException($"A row has no members of type {type}.");

    private static Type ConverterOf(JsonPropertyInfo member) =>
        member
            .AttributeProvider!.GetCustomAttributes(typeof(JsonConverterAttribute), inherit: false)
            .Cast<JsonConverterAttribute>()
            .Single()
            .ConverterType!;

    private sealed record Member(
        string Name,
        Kind Kind,
        IDecimalNotation? Notation,
        bool IsRequired,
        bool IsNullable,
        Bilingual Expected
    );
}
