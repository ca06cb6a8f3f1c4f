using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Orleans.Serialization.Invocation;

/// <summary>A method call as an object.</summary>
public interface IInvokable : IDisposable
{
    object? GetTarget();

    void SetTarget(ITargetHolder holder);

    ValueTask<Response> Invoke();

    int GetArgumentCount();

    object? GetArgument(int index);

    void SetArgument(int index, object value);

    string GetMethodName();

    string GetInterfaceName();

    string GetActivityName();

    MethodInfo GetMethod();

    Type GetInterfaceType();

    TimeSpan? GetDefaultResponseTimeout();
}

/// <summary>What a call came to: a result or an exception.</summary>
public abstract class Response : IDisposable
{
    public abstract object? Result { get; set; }

    public abstract Exception? Exception { get; set; }

    public static Response Completed { get; } = new Outcome(null, null);

    public static Response FromException(Exception exception) => new Outcome(null, exception);

    public static Response FromResult<TResult>(TResult value) => new Outcome(value, null);

    public abstract T GetResult<T>();

    public abstract void Dispose();

    private sealed class Outcome(object? result, Exception? exception) : Response
    {
        private object? _result = result;

        public override object? Result
        {
            get
            {
                Exception?.Throw();
                return _result;
            }
            set => _result = value;
        }

        public override Exception? Exception { get; set; } = exception;

        public override T GetResult<T>() => (T)Result!;

        public override string ToString() => Exception?.ToString() ?? _result?.ToString() ?? "[null]";

        public override void Dispose()
        {
        }
    }
}

internal static class Rethrow
{
    public static void Throw(this Exception exception) => ExceptionDispatchInfo.Throw(exception);
}
