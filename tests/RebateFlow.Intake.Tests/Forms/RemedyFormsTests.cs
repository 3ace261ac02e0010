using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Tests.Forms;

/// <summary>Every remedy can be followed.</summary>
public sealed class RemedyFormsTests
{
    private static readonly DateOnly today = Samples.Today;

    /// <summary>Words by which a remedy asks for a form or a paper.</summary>
    private static readonly string[] asking =
    [
        "填报",
        "附送",
        "报送",
        "收汇材料",
        "说明原因",
        "说明依据",
        "请企业说明",
        "附送说明",
    ];

    /// <summary>Remedies with such a word that ask for nothing.</summary>
    private static readonly Dictionary<string, string> others = new()
    {
        ["M101"] = "确认报送 happens in the electronic port",
        ["M119"] = "重新填报 is the next attempt",
    };

    [Fact]
    public void Every_remedy_that_asks_for_something_has_an_answer()
    {
        var answers = RemedyForms.Answers(today);
        var open =
            from code in DoubtCatalogue.Embedded.Codes
            let remedy = DoubtCatalogue.Embedded.Find(code, today)?.RemedyZh ?? ""
            where asking.Any(remedy.Contains) && !others.ContainsKey(code)
            where !answers.Contains(code)
            select $"{code} {remedy}";

        Assert.Equal("", string.Join('\n', open));
    }

    [Fact]
    public void Every_answer_exists_and_belongs_to_a_doubt()
    {
        string[] known =
        [
            .. RemedyForms.On(today).Select(form => form.Code),
            RemedyForms.Attachment,
            RemedyForms.SelfInspection,
        ];
        var wrong =
            from answer in RemedyForms.Answers(today)
            where
                !DoubtCatalogue.Embedded.Codes.Contains(answer.Key)
                || answer.Any(one => !known.Contains(one))
            select answer.Key;

        Assert.Equal("", string.Join(' ', wrong));
    }

    [Theory]
    [InlineData("离岸价差异原因说明", "fob-difference")]
    [InlineData("海关商品代码调整对应表", "code-adjustment")]
    [InlineData("收汇情况", "fx-receipts")]
    [InlineData("自查情况表", "self-inspection")]
    public void A_remedy_that_names_a_form_is_answered_with_it(string name, string form)
    {
        string[] naming =
        [
            .. DoubtCatalogue.Embedded.Codes.Where(code =>
                DoubtCatalogue.Embedded.Find(code, today)?.RemedyZh.Contains(name) == true
            ),
        ];

        Assert.NotEmpty(naming);
        Assert.All(naming, code => Assert.Contains(form, RemedyForms.Answers(today)[code]));
    }

    [Fact]
    public void Every_form_has_columns_one_of_them_needed_and_a_doubt() =>
        Assert.All(
            RemedyForms.On(today),
            form =>
            {
                Assert.Contains(form.Columns, column => column.IsRequired);
                Assert.Distinct(form.Columns.Select(column => column.Name));
                Assert.NotEmpty(form.Doubts);
            }
        );

    [Fact]
    public void Before_its_first_day_there_is_no_form() =>
        Assert.Empty(RemedyForms.On(new(2013, 12, 31)));
}
