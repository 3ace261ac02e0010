using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Settlements;

/// <summary>Refusals of settlements.</summary>
public static class SettlementProblems
{
    public static readonly ProblemCode Unknown = new(
        "RBF-1090",
        StatusCodes.Status404NotFound,
        "没有该核销",
        "There is no such settlement"
    );

    public static readonly ProblemCode FiguresDiffer = new(
        "RBF-1091",
        StatusCodes.Status422UnprocessableEntity,
        "申报的核销数与计算结果不一致",
        "Declared figures differ from the computed ones"
    );

    public static readonly ProblemCode PeriodSettled = new(
        "RBF-1092",
        StatusCodes.Status409Conflict,
        "该手（账）册的核销期间重叠",
        "The period overlaps another settlement of the book"
    );

    public static readonly ProblemCode Decided = new(
        "RBF-1093",
        StatusCodes.Status409Conflict,
        "该核销已处理",
        "The settlement is decided already"
    );

    public static readonly ProblemCode FiguresChanged = new(
        "RBF-1094",
        StatusCodes.Status409Conflict,
        "提交后已申报数据有变动",
        "What was declared has changed since the hand-in"
    );

    public static readonly ProblemCode SamePerson = new(
        "RBF-1095",
        StatusCodes.Status409Conflict,
        "提交人不得自行登记",
        "Whoever handed it in cannot decide on it"
    );
}
