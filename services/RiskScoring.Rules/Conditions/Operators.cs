using Antlr4.Runtime.Tree;

namespace RebateFlow.RiskScoring.Rules.Conditions;

/// <summary>Comparison and arithmetic with their types.</summary>
internal static class Operators
{
    public static Typed Relation(IParseTree tree, string name, Typed left, Typed right)
    {
        var (one, other) = (left.Step, right.Step);
        if (name == "in")
        {
            if (right.Type.Item != left.Type || !IsScalar(left.Type))
                throw Mismatch(tree, left, right);
            return new(
                FactType.Bool,
                s => other(s).List.Any(item => ValueOf(item).Equals(Counted(s, one)))
            );
        }
        if (left.Type != right.Type || !IsScalar(left.Type))
            throw Mismatch(tree, left, right);
        if (name is "==" or "!=")
            return new(FactType.Bool, s => Counted(s, one).Equals(other(s)) == (name == "=="));
        if (left.Type == FactType.Bool)
            throw Mismatch(tree, left, right);
        Func<Scope, int> compare =
            left.Type == FactType.Number
                ? s => Counted(s, one).Number.CompareTo(other(s).Number)
                : s => string.CompareOrdinal(Counted(s, one).Text, other(s).Text);
        return new(
            FactType.Bool,
            name switch
            {
                "<" => s => compare(s) < 0,
                "<=" => s => compare(s) <= 0,
                ">" => s => compare(s) > 0,
                _ => s => compare(s) >= 0,
            }
        );
    }

    public static Typed Calculation(IParseTree tree, string name, Typed left, Typed right)
    {
        if (left.Type != FactType.Number || right.Type != FactType.Number)
            throw Mismatch(tree, left, right);
        var (one, other) = (left.Step, right.Step);
        return new(
            FactType.Number,
            name switch
            {
                "+" => s => Counted(s, one).Number + other(s).Number,
                "-" => s => Counted(s, one).Number - other(s).Number,
                "*" => s => Counted(s, one).Number * other(s).Number,
                "/" => s => Counted(s, one).Number / other(s).Number,
                _ => s => Counted(s, one).Number % other(s).Number,
            }
        );
    }

    public static bool IsScalar(FactType type) =>
        type == FactType.Bool || type == FactType.Number || type == FactType.Text;

    public static Value ValueOf(object item) =>
        item switch
        {
            decimal number => number,
            bool truth => truth,
            _ => new Value(item),
        };

    public static Value Counted(Scope scope, Step step)
    {
        scope.Count();
        return step(scope);
    }

    public static ConditionFaultException Mismatch(IParseTree tree, Typed left, Typed right) =>
        ConditionFaultException.At(
            tree,
            $"{left.Type.Name} and {right.Type.Name} do not go together"
        );
}
