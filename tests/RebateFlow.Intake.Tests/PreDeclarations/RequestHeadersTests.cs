using Microsoft.AspNetCore.Http;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class RequestHeadersTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("6f1c-~!", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("键", false)]
    public void An_idempotency_key_is_visible_ascii(string value, bool expected) =>
        Assert.Equal(expected, OnceOnly.TryReadKey(With("Idempotency-Key", value), out _));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void An_idempotency_key_has_at_most_128_characters(int length, bool expected)
    {
        var headers = With("Idempotency-Key", new string('k', length));

        Assert.Equal(expected, OnceOnly.TryReadKey(headers, out _));
    }

    [Fact]
    public void Two_idempotency_keys_are_none() =>
        Assert.False(
            OnceOnly.TryReadKey(
                new HeaderDictionary { ["Idempotency-Key"] = new(["a", "b"]) },
                out _
            )
        );

    [Theory]
    [InlineData("wait=10", 10)]
    [InlineData("respond-async, wait=5", 5)]
    [InlineData("respond-async; WAIT=5", 5)]
    [InlineData("wait=31", 30)]
    [InlineData("wait=99999999999", 0)]
    [InlineData("wait=-1", 0)]
    [InlineData("wait=soon", 0)]
    [InlineData("return=minimal", 0)]
    public void The_wait_a_client_prefers_is_cut_to_30_seconds(string prefer, int expected) =>
        Assert.Equal(expected, RequestHeaders.WaitSeconds(With("Prefer", prefer)));

    private static HeaderDictionary With(string name, string value) => new() { [name] = value };
}
