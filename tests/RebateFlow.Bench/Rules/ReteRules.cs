using System.Linq.Expressions;
using NRules;
using NRules.RuleModel;
using NRules.RuleModel.Builders;

namespace RebateFlow.Bench.Rules;

/// <summary>The conditions of the bench in NRules.</summary>
internal sealed class ReteRules
{
    private readonly ISessionFactory whole = new RuleCompiler().Compile([
        .. RuleBenchConditions.All.Select(FilingRule),
    ]);
    private readonly ISessionFactory lines = new RuleCompiler().Compile([
        .. RuleBenchConditions.OfFiling.Select(FilingRule),
        .. RuleBenchConditions.OfExports.Select(LineRule),
        .. RuleBenchConditions.OfPurchases.Select(LineRule),
    ]);

    /// <summary>The filing as one fact; the number of hits.</summary>
    public object Whole(RuleBenchFacts facts)
    {
        var session = whole.CreateSession();
        session.Insert(facts);
        return session.Fire();
    }

    /// <summary>Each line as a fact; the number of hits.</summary>
    public object Lines(RuleBenchFacts facts)
    {
        var session = lines.CreateSession();
        session.Insert(facts);
        session.InsertAll(facts.Exports);
        session.InsertAll(facts.Purchases);
        return session.Fire();
    }

    private static IRuleDefinition FilingRule(RuleBenchCondition condition)
    {
        var builder = new RuleBuilder();
        builder.Name(condition.Id);
        builder.LeftHandSide().Pattern(typeof(RuleBenchFacts), "f").Condition(condition.Lambda);
        return Noting(builder);
    }

    private static IRuleDefinition LineRule<TLine>(RuleBenchLineCondition<TLine> condition)
    {
        var builder = new RuleBuilder();
        builder.Name(condition.Id);
        builder.LeftHandSide().Pattern(typeof(RuleBenchFacts), "f");
        builder.LeftHandSide().Pattern(typeof(TLine), "l").Condition(condition.Lambda);
        return Noting(builder);
    }

    private static IRuleDefinition Noting(RuleBuilder builder)
    {
        Expression<Action<IContext, RuleBenchFacts>> noted = (_, f) => f.Note();
        builder.RightHandSide().Action(noted);
        return builder.Build();
    }
}
