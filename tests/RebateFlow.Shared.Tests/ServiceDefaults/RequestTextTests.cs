using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.Shared.Tests.ServiceDefaults;

public sealed class RequestTextTests
{
    [Theory]
    [InlineData("""{"a":"plain"}""")]
    [InlineData("""{"a":"\\u0000 and \\ud800 spelt out"}""")]
    [InlineData("""{"a":"\u4e2d\u6587\ud83d\ude00\n\"","b":"中文😀"}""")]
    [InlineData("""{"a":"\u0001","b":["\uD83D\uDE00"]}""")]
    public void Text_that_can_be_kept_passes_however_it_is_cut(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Assert.All(Enumerable.Range(1, bytes.Length), size => Assert.True(Scan(bytes, size)));
    }

    [Theory]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a":"\\\u0000"}""")]
    [InlineData("""{"\u0000":1}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\ud800x"}""")]
    [InlineData("""{"a":"\ud800\n"}""")]
    [InlineData("""{"a":"\ud800\u0041"}""")]
    [InlineData("""{"a":"\ud800\ud800\udc00"}""")]
    [InlineData("""{"a":"\uDFFF"}""")]
    [InlineData("\0")]
    public void Text_that_cannot_be_kept_is_found_however_it_is_cut(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Assert.All(Enumerable.Range(1, bytes.Length), size => Assert.False(Scan(bytes, size)));
    }

    [Theory]
    [InlineData("22EDA08022")]
    [InlineData("22FF22")]
    [InlineData("22E4B822")]
    [InlineData("22F09F98")]
    public void Bytes_that_are_not_utf8_are_found_however_they_are_cut(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.All(Enumerable.Range(1, bytes.Length), size => Assert.False(Scan(bytes, size)));
    }

    [Fact]
    public void Text_is_usable_without_nul_and_half_pairs()
    {
        Assert.True(UsableText.Is("中文 😀 plain"));
        Assert.True(UsableText.Is(null));
        Assert.False(UsableText.Is("a\0"));
        Assert.False(UsableText.Is("a\ud83d"));
        Assert.False(UsableText.Is("\ude00\ud83d"));
    }

    [Theory]
    [InlineData("[null]", true)]
    [InlineData("""{"a":[1, null]}""", true)]
    [InlineData("""{"a":[{"b":[ null ]}]}""", true)]
    [InlineData("""{"a":null,"b":["null",",null"]}""", false)]
    [InlineData("""{"a":[{"b":null}]}""", false)]
    public void Null_in_a_list_is_found(string json, bool isThere) =>
        Assert.Equal(isThere, NullElements.Find(Encoding.UTF8.GetBytes(json)) is not null);

    [Fact]
    public void A_serializer_refuses_null_in_lists_at_every_depth()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(
                NullElements.Refuse
            ),
        };

        foreach (
            var json in (string[])["""{"names":[null]}""", """{"items":[{"names":["a",null]}]}"""]
        )
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Body>(json, options));
        var read = JsonSerializer.Deserialize<Body>("""{"names":["a"],"items":null}""", options);
        Assert.Equal(["a"], read!.Names!);
    }

    [Theory]
    [InlineData("0001-01-01", false)]
    [InlineData("1899-12-31", false)]
    [InlineData("1900-01-01", true)]
    [InlineData("2199-12-31", true)]
    [InlineData("9999-12-31", false)]
    [InlineData("2026-02-30", false)]
    public void Days_keep_away_from_the_ends_of_the_calendar(string day, bool isFine)
    {
        var options = new JsonSerializerOptions { Converters = { new DayConverter() } };
        var read = Record.Exception(() =>
            JsonSerializer.Deserialize<DateOnly>($"\"{day}\"", options)
        );

        Assert.Equal(isFine, read is null);
        Assert.True(read is null or JsonException);
    }

    private static bool Scan(byte[] bytes, int size)
    {
        var scan = new JsonTextScan();
        return bytes.Chunk(size).All(piece => scan.Accept(piece)) && scan.AcceptEnd();
    }

    private sealed record Body(IReadOnlyList<string>? Names, Body[]? Items);
}
