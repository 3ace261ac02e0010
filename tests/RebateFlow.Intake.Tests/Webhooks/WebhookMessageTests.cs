using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Webhooks;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Webhooks;

public sealed class WebhookMessageTests
{
    private static readonly DueDelivery Delivery = new()
    {
        Number = 1,
        PreDeclarationId = Guid.Parse("01936d5a-8c3e-7b60-9c2f-5d1f6f5f0aff"),
        Version = 4,
        AttemptNo = 2,
        State = "FORMALLY_DECLARED",
        OccurredAt = new(2026, 4, 20, 2, 0, 0, TimeSpan.Zero),
        Tries = 0,
    };

    [Fact]
    public void The_body_names_an_event_and_nothing_of_what_is_in_the_filing() =>
        Assert.Equal(
            """
            {"type":"pre-declaration.formally-declared","timestamp":"2026-04-20T02:00:00Z",
            "data":{"preDeclarationId":"01936d5a-8c3e-7b60-9c2f-5d1f6f5f0aff",
            "attemptNo":2,"state":"FORMALLY_DECLARED"}}
            """.ReplaceLineEndings(""),
            WebhookMessage.BodyOf(Delivery)
        );

    [Fact]
    public void The_id_is_of_the_event_and_not_of_the_try() =>
        Assert.Equal("evt_01936d5a8c3e7b609c2f5d1f6f5f0aff_4", WebhookMessage.IdOf(Delivery));

    /// <summary>Message, secret and signature as the specification prints them.</summary>
    [Fact]
    public void The_signature_is_that_of_Standard_Webhooks() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookMessage.Sign(
                [Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")],
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                DateTimeOffset.FromUnixTimeSeconds(1614265330),
                """{"test": 2432232314}"""
            )
        );

    [Fact]
    public void Every_state_that_officers_or_checks_bring_about_can_be_asked_for()
    {
        var told = WebhookEvents.StatesOf(WebhookEvents.Types);
        var own = new[] { "SUBMITTED", "WITHDRAWN" };

        Assert.Equal(
            Enum.GetValues<PreDeclarationState>().Select(WireCode.Of).Except(own).Order(),
            told.Order()
        );
        Assert.All(
            told,
            state => Assert.Contains(WebhookEvents.TypeOf(state), WebhookEvents.Types)
        );
    }
}
