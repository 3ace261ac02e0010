using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Requests;

/// <summary>
/// Says everything that is wrong with a JSON document, member by member. Reading stops at the first
/// fault; this goes through the whole document once reading has failed, so good documents
/// pay nothing for it.
/// </summary>
public static class JsonFaults
{
    /// <summary>Most faults that are reported at once.</summary>
    public const int MostFaults = 1_000;

    /// <summary>
    /// The faults of a document against a type; empty when it is no JSON at all, or none of its
    /// faults can be named.
    /// </summary>
    public static IReadOnlyList<FieldError> Find(ReadOnlyMemory<byte> json, JsonTypeInfo type)
    {
        // A name that is not UTF-8 cannot be reported, only its place.
        if (!Utf8.IsValid(json.Span))
            return [];
        var faults = new List<FieldError>();
        try
        {
            using var document = JsonDocument.Parse(json);
            Visit(document.RootElement, type, "", faults);
            return faults;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // No JSON, or a name with half of a surrogate pair: the caller knows the place.
            return [];
        }
    }

    private static void Visit(
        JsonElement value,
        JsonTypeInfo type,
        string path,
        List<FieldError> faults
    )
    {
        if (faults.Count >= MostFaults)
            return;
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object:
                VisitMembers(value, type, path, faults);
                break;
            case JsonTypeInfoKind.Object:
                Add(faults, path, "须为JSON对象", "must be a JSON object");
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array:
                var index = 0;
                var element = type.Options.GetTypeInfo(type.ElementType!);
                foreach (var item in value.EnumerateArray())
                    Visit(item, element, $"{path}[{index++}]", faults);
                break;
            case JsonTypeInfoKind.Enumerable:
                Add(faults, path, "须为JSON数组", "must be a JSON array");
                break;
            default:
                if (!IsReadable(value, type))
                    AddExpected(faults, path, type.Type);
                break;
        }
    }

    private static void VisitMembers(
        JsonElement value,
        JsonTypeInfo type,
        string path,
        List<FieldError> faults
    )
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            var known = type.Properties.FirstOrDefault(p => p.Name == member.Name);
            if (!seen.Add(member.Name))
                Add(faults, place, "重复出现", "occurs twice");
            else if (known is null || known.Set is null)
                Add(faults, place, "没有该字段", "is not a known member");
            else
                VisitMember(member.Value, known, place, faults);
        }
        foreach (var missing in type.Properties.Where(p => p.IsRequired && !seen.Contains(p.Name)))
        {
            var place = path.Length == 0 ? missing.Name : $"{path}.{missing.Name}";
            Add(faults, place, "缺少必填字段", "is required");
        }
    }

    private static void VisitMember(
        JsonElement value,
        JsonPropertyInfo member,
        string path,
        List<FieldError> faults
    )
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!member.IsSetNullable)
                Add(faults, path, "不得为null", "must not be null");
        }
        else if (member.CustomConverter is not null)
        {
            if (!IsReadable(value, member))
                AddExpected(faults, path, member.PropertyType);
        }
        else
        {
            Visit(value, member.Options.GetTypeInfo(member.PropertyType), path, faults);
        }
    }

    private static bool IsReadable(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            value.Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            // The fault is what is asked for.
            return false;
        }
    }

    private static bool IsReadable(JsonElement value, JsonPropertyInfo member)
    {
        var reader = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes(value));
        reader.Read();
        try
        {
            switch (member.CustomConverter)
            {
                case JsonConverter<decimal> exact:
                    exact.Read(ref reader, typeof(decimal), member.Options);
                    break;
                case JsonConverter<decimal?> optional:
                    optional.Read(ref reader, typeof(decimal?), member.Options);
                    break;
            }
            return true;
        }
        catch (JsonException)
        {
            // The fault is what is asked for.
            return false;
        }
    }

    private static void AddExpected(List<FieldError> faults, string path, Type type)
    {
        var expected = Expected(type);
        Add(faults, path, expected.Zh, expected.En);
    }

    /// <summary>What a value of a type has to be, in words.</summary>
    public static Bilingual Expected(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var (zh, en) = bare switch
        {
            { IsEnum: true } => OneOf(bare),
            _ when bare == typeof(decimal) => (
                "须为写成字符串的数，如\"12.50\"，小数位数不得过多",
                "must be a number written as a string, such as \"12.50\", without excess decimals"
            ),
            _ when bare == typeof(DateOnly) => (
                $"须为yyyy-MM-dd格式的日期，{UsableDay.FirstYear}至{UsableDay.LastYear}年",
                "must be a date, yyyy-MM-dd, of the years "
                    + $"{UsableDay.FirstYear} to {UsableDay.LastYear}"
            ),
            _ when bare == typeof(string) => ("须为文本", "must be a string"),
            _ when bare == typeof(bool) => ("须为true或false", "must be true or false"),
            _ => ("须为整数", "must be a whole number"),
        };
        return new Bilingual(zh, en);
    }

    private static (string Zh, string En) OneOf(Type type)
    {
        var names = string.Join(
            ", ",
            Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName)
        );
        return ($"须为{names}之一", $"must be one of {names}");
    }

    private static void Add(List<FieldError> faults, string path, string zh, string en)
    {
        if (faults.Count < MostFaults)
            faults.Add(new FieldError(path.Length == 0 ? "$" : path, zh, en));
    }
}
