using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.SelfInspections;

namespace RebateFlow.Intake.Tests.SelfInspections;

public sealed class SelfInspectionRulesTests
{
    private static readonly SelfInspectionForm form = new(
        new(2026, 1, 1),
        [new("Q01", "问一", "one"), new("Q02", "问二", "two")]
    );

    [Theory]
    [InlineData("Q01:YES Q02:YES", "")]
    [InlineData("Q02:NO:why Q01:NOT_APPLICABLE:why", "")]
    [InlineData("Q01:YES", "answers")]
    [InlineData("", "answers")]
    [InlineData("Q01:YES Q02:NO", "answers[1].explanation")]
    [InlineData("Q01:YES Q02:MAYBE", "answers[1].answer")]
    [InlineData("Q01:YES Q01:YES", "answers[1].code answers")]
    [InlineData("Q01:YES Q02:YES Q03:YES", "answers[2].code answers")]
    [InlineData("Q01:YES Q02:YES Q01:YES Q02:YES", "answers[2].code answers")]
    public void Every_question_is_answered_once_and_explained_unless_yes(
        string answers,
        string expected
    )
    {
        var faults = SelfInspectionRules.Faults(Given(answers), form);

        Assert.Equal(expected, string.Join(' ', faults.Select(fault => fault.Field)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Somebody_signs_with_a_name(int length, bool isRight)
    {
        var request = Given("Q01:YES Q02:YES") with { SignedBy = new string('郑', length) };

        Assert.Equal(isRight, SelfInspectionRules.Faults(request, form).Count == 0);
    }

    [Theory]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public void An_explanation_has_a_limit(int length, bool isRight)
    {
        var request = Given($"Q01:NO:{new string('x', length)} Q02:YES");

        Assert.Equal(isRight, SelfInspectionRules.Faults(request, form).Count == 0);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\ud800b")]
    public void What_no_database_keeps_is_refused(string text)
    {
        var signed = Given("Q01:YES Q02:YES") with { SignedBy = text };

        Assert.NotEmpty(SelfInspectionRules.Faults(signed, form));
        Assert.NotEmpty(SelfInspectionRules.Faults(Given($"Q01:NO:{text} Q02:YES"), form));
    }

    [Fact]
    public void Answers_are_kept_in_the_order_of_the_form_with_the_questions()
    {
        var read = SelfInspectionRules.Read(Given("Q02:NO:why Q01:YES"), form);

        Assert.Equal(
            ["Q01 问一 one YES ", "Q02 问二 two NO why"],
            read.Select(one =>
                $"{one.Code} {one.QuestionZh} {one.QuestionEn} {one.Answer} {one.Explanation}"
            )
        );
    }

    [Fact]
    public void The_form_of_the_seeds_has_a_version_for_every_day_and_each_code_once()
    {
        foreach (var day in (DateOnly[])[new(2010, 1, 1), new(2014, 1, 1), new(2030, 1, 1)])
        {
            var codes = SelfInspectionForm.On(day).Questions.Select(one => one.Code).ToList();
            Assert.NotEmpty(codes);
            Assert.Equal(codes.Distinct(), codes);
        }
    }

    private static SelfInspectionRequest Given(string answers) =>
        new()
        {
            SignedBy = "郑示例",
            Answers =
            [
                .. answers
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(one => one.Split(':'))
                    .Select(one => new GivenAnswer
                    {
                        Code = one[0],
                        Answer = one[1],
                        Explanation = one.ElementAtOrDefault(2),
                    }),
            ],
        };
}
